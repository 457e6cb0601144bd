using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using SocApi.Reports.Model;

namespace SocApi.Reports.Rendering;

/// <summary>A whole report as one JSON document: figures, charts and tables with their definitions, numbers as numbers.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Writes it.</summary>
    public static byte[] Write(ReportDocument report)
    {
        JsonObject document = new()
        {
            ["report"] = ReportKinds.Name(report.Kind),
            ["title"] = report.Title,
            ["language"] = report.Language,
            ["agency"] = report.Agency,
            ["from"] = CellFormat.Instant(report.Period.Local(report.Period.From)),
            ["to"] = CellFormat.Instant(report.Period.Local(report.Period.To)),
            ["time_zone"] = report.Period.Zone.Id,
            ["made_at"] = CellFormat.Instant(report.Period.Local(report.MadeAt)),
            ["generator"] = report.Generator,
            ["notices"] = new JsonArray([.. report.Notices.Select(static n => (JsonNode)n)]),
            ["sections"] = new JsonArray([.. report.Sections.Select(s => (JsonNode)Section(s, report.Period))]),
        };
        return Write(document);
    }

    /// <summary>Writes a document, indented, with a line break at its end.</summary>
    public static byte[] Write(JsonNode document) => [.. JsonSerializer.SerializeToUtf8Bytes(document, Options), (byte)'\n'];

    private static JsonObject Section(ReportSection section, ReportPeriod period) => new JsonObject
    {
        ["id"] = section.Id,
        ["title"] = section.Title,
        ["figures"] = new JsonArray([.. section.Figures.Select(f => (JsonNode)new JsonObject { ["id"] = f.Id, ["label"] = f.Label, ["value"] = CellFormat.Json(f.Value, period), ["definition"] = f.Definition })]),
        ["charts"] = new JsonArray([.. section.Charts.Select(c => (JsonNode)Chart(c, period))]),
        ["tables"] = new JsonArray([.. section.Tables.Select(t => (JsonNode)Table(t, period))]),
    };

    private static JsonObject Chart(ReportChart chart, ReportPeriod period)
    {
        JsonNode[] points = chart switch
        {
            ColumnsOverTime c => [.. c.Columns.Select((column, i) => (JsonNode)new JsonObject
            {
                ["from"] = CellFormat.Instant(period.Local(c.Starts[i])),
                ["values"] = new JsonArray([.. column.Values.Select(static v => (JsonNode)v)]),
            })],
            Ranking r => [.. r.Bars.Select(static b => (JsonNode)new JsonObject { ["label"] = b.Label, ["value"] = b.Value })],
            PresenceGrid g => [.. g.Rows.Select(static r => (JsonNode)new JsonObject { ["label"] = r.Label, ["values"] = new JsonArray([.. r.Values.Select(static v => (JsonNode)v)]) })],
            _ => throw new ArgumentOutOfRangeException(nameof(chart), chart, "There is no such chart."),
        };
        JsonObject document = new() { ["id"] = chart.Id, ["title"] = chart.Title, ["definition"] = chart.Definition };
        if (chart is ColumnsOverTime { Series: [{ Name: not null }, ..] series })
            document["series"] = new JsonArray([.. series.Select(static s => (JsonNode?)s.Name)]);
        document["points"] = new JsonArray(points);
        return document;
    }

    private static JsonObject Table(ReportTable table, ReportPeriod period) => new JsonObject
    {
        ["id"] = table.Id,
        ["title"] = table.Title,
        ["note"] = table.Note,
        ["columns"] = new JsonArray([.. table.Columns.Select(static c => (JsonNode)new JsonObject { ["id"] = c.Id, ["label"] = c.Label, ["definition"] = c.Definition })]),
        ["rows"] = new JsonArray([.. table.Rows.Select(r => (JsonNode)new JsonArray([.. r.Select(c => CellFormat.Json(c, period))]))]),
    };
}
