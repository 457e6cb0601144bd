using System.Text.Encodings.Web;

namespace SocApi.Endpoints;

/// <summary>The pages that somebody sees who is not signed in yet. They stand alone: no script, no file beside them.</summary>
internal static class SignInPage
{
    private const string Style =
        "body{font-family:system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText;color-scheme:light dark}"
        + "main{max-width:28rem;padding:2rem}h1{font-size:1.5rem}button{font:inherit;padding:.75rem 1.5rem;min-height:44px;cursor:pointer}code{background:color-mix(in srgb,CanvasText 10%,Canvas);padding:.1rem .3rem}";

    /// <summary>Says how to get a link.</summary>
    public static string Ask(string language) => language == "vi"
        ? Page("vi", "Đăng nhập", "<p>Mở liên kết đăng nhập dùng một lần do <code>soc demo</code> in ra, hoặc xin quản trị viên một liên kết mới.</p>")
        : Page("en", "Sign in", "<p>Open the one-time sign-in link that <code>soc demo</code> prints, or ask an administrator for a new one.</p>");

    /// <summary>Says that a link is over.</summary>
    public static string Over(string language) => language == "vi"
        ? Page("vi", "Liên kết không còn dùng được", "<p>Liên kết này đã được dùng hoặc đã quá hạn. Hãy xin một liên kết mới.</p>")
        : Page("en", "This link is over", "<p>The link was used, or is too old. Ask for a new one.</p>");

    /// <summary>Shows the button.</summary>
    public static string Enter(string language, string action, string fieldName, string token)
    {
        HtmlEncoder html = HtmlEncoder.Default;
        string button = language == "vi" ? "Vào trung tâm giám sát" : "Enter the operations center";
        string form = $"""<form method="post" action="{html.Encode(action)}"><input type="hidden" name="{html.Encode(fieldName)}" value="{html.Encode(token)}"><button type="submit" autofocus>{button}</button></form>""";
        return Page(language, language == "vi" ? "Đăng nhập" : "Sign in", form);
    }

    private static string Page(string language, string title, string body) =>
        $"""
        <!DOCTYPE html>
        <html lang="{language}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · SmartCity SOC</title><style>{Style}</style></head>
        <body><main><h1>SmartCity SOC</h1><h2>{title}</h2>{body}</main></body>
        </html>
        """;
}
