using System.Text.Json.Nodes;
using SocStore.Elastic.Setup;

namespace SocStore.Elastic.Reports;

/// <summary>The indices of reports: one document a report, and the pieces of its files.</summary>
internal static class ReportIndices
{
    public const string ReportsName = "reports";
    public const string PiecesName = "report-files";

    private const string Keyword = "keyword";
    private const string Long = "long";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IndexDefinition> All { get; } =
    [
        new(ReportsName, static _ => new JsonObject
        {
            ["id"] = Type(Keyword),
            ["report"] = Type(Keyword),
            ["agency"] = Type(Keyword),
            ["made"] = Type(Long),
            ["doc"] = new JsonObject { ["type"] = "object", ["enabled"] = false },
        }),
        new(PiecesName, static _ => new JsonObject
        {
            ["report"] = Type(Keyword),
            ["sha256"] = Type(Keyword),
            ["draft"] = Type(Long),
            ["content"] = Type("binary"),
        }),
    ];

    private static JsonObject Type(string name) => new() { ["type"] = name };
}
