using System.Security.Cryptography;
using System.Text;

namespace SocApi.Reports.Rendering;

/// <summary>The one style sheet of reports, and the policy under which nothing but it has any effect.</summary>
internal static class ReportStyle
{
    /// <summary>The style element.</summary>
    public static string Element { get; } = $"<style>{Sheet()}</style>";

    /// <summary>
    /// Content Security Policy (level 3): this style sheet by its hash, and nothing else, wherever the file is opened. A text
    /// of a stranger that got through as markup would still load and run nothing.
    /// </summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Sheet())))}'; base-uri 'none'; form-action 'none'";

    private static string Sheet()
    {
        using Stream stream = typeof(ReportStyle).Assembly.GetManifestResourceStream("reports/report.css")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
