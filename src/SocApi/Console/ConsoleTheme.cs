using Microsoft.AspNetCore.Http;

namespace SocApi.Console;

/// <summary>The reader's choice of colours, kept in a cookie so that the first byte of a page has it and nothing flashes.</summary>
internal static class ConsoleTheme
{
    public const string Cookie = "soc.theme";

    /// <summary>The choices; the first follows the reader's system.</summary>
    public static IReadOnlyList<string> Names { get; } = ["system", "light", "dark", "contrast"];

    /// <summary>The choice of that request.</summary>
    public static string Of(HttpContext context) =>
        context.Request.Cookies[Cookie] is { } chosen && Names.Contains(chosen) ? chosen : Names[0];
}
