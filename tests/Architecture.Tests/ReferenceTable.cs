using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>Which project may reference what. A new line here is a decision: a package that a project keeps out of the others.</summary>
internal static class ReferenceTable
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["SocCore"] = ["YamlDotNet"],
        ["SocStore"] = ["SocCore", "DuckDB.NET.Data.Full", "Microsoft.Data.Sqlite", "Microsoft.Extensions.Http.Resilience"],
        ["SocCollector"] = ["SocCore", "System.IO.Hashing"],
        ["SocDetect"] = ["SocCore", "Quartz"],
        ["SocApi"] = ["SocCore", "MailKit", "Microsoft.AspNetCore.App.Internal.Assets", "Microsoft.AspNetCore.Authentication.JwtBearer", "Microsoft.AspNetCore.OpenApi", "Scalar.AspNetCore"],
        ["SocHost"] = ["SocCore", "SocStore", "SocCollector", "SocDetect", "SocApi", "Serilog.AspNetCore", "Serilog.Sinks.Console", "System.CommandLine", "Spectre.Console"],
    };

    /// <summary>The projects of the table.</summary>
    public static IEnumerable<string> Projects => Allowed.Keys;

    /// <summary>What a project file references beyond the table.</summary>
    public static IReadOnlyList<string> Violations(string project, string csproj)
    {
        XDocument document = XDocument.Parse(csproj);
        IEnumerable<string> references = document.Descendants("ProjectReference")
            .Select(static e => Path.GetFileNameWithoutExtension(e.Attribute("Include")!.Value.Replace('\\', '/')))
            .Concat(document.Descendants("PackageReference").Select(static e => e.Attribute("Include")!.Value));
        return [.. references.Where(r => !Allowed[project].Contains(r)).Select(r => $"{project} → {r}")];
    }
}
