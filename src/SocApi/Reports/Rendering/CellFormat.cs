using System.Globalization;
using System.Text.Json.Nodes;
using SocApi.Reports.Model;
using SocCore.Incidents;
using SocCore.Rules;

namespace SocApi.Reports.Rendering;

/// <summary>How a cell is written: for people in their language, for spreadsheets and programs always alike.</summary>
internal static class CellFormat
{
    /// <summary>What stands where there is nothing.</summary>
    public const string Nothing = "–";

    /// <summary>For people.</summary>
    public static string Shown(ReportCell cell, ReportText text, ReportPeriod period) => cell.Kind switch
    {
        CellKind.Text => cell.Text,
        CellKind.Count => text.Number(cell.Count),
        CellKind.Share => text.Share(cell.Share),
        CellKind.Span => text.Span(cell.Span),
        CellKind.Instant => ReportText.Minute(period.Local(cell.Instant), period.Local(period.To).Year),
        CellKind.Severity when IncidentWords.TryRead(cell.Text, out RuleLevel level) => text.Of(level),
        CellKind.Status when IncidentWords.TryRead(cell.Text, out IncidentStatus status) => text.Of(status),
        CellKind.Verdict when IncidentWords.TryRead(cell.Text, out Verdict verdict) => text.Of(verdict),
        CellKind.Agency => text.Agency(cell.Text),
        _ => Nothing,
    };

    /// <summary>For spreadsheets: plain numbers, seconds, RFC 3339 with the zone's offset, words of the API.</summary>
    public static string Plain(ReportCell cell, ReportPeriod period) => cell.Kind switch
    {
        CellKind.Count => cell.Count.ToString(CultureInfo.InvariantCulture),
        CellKind.Share => cell.Share.ToString("0.######", CultureInfo.InvariantCulture),
        CellKind.Span => cell.Span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),
        CellKind.Instant => Instant(period.Local(cell.Instant)),
        _ => cell.Text,
    };

    /// <summary>For programs; null for nothing.</summary>
    public static JsonNode? Json(ReportCell cell, ReportPeriod period) => cell.Kind switch
    {
        CellKind.Empty => null,
        CellKind.Count => JsonValue.Create(cell.Count),
        CellKind.Share => JsonValue.Create(Math.Round(cell.Share, 6)),
        CellKind.Span => JsonValue.Create(Math.Round(cell.Span.TotalSeconds, 3)),
        CellKind.Instant => JsonValue.Create(Instant(period.Local(cell.Instant))),
        _ => JsonValue.Create(cell.Text),
    };

    /// <summary>RFC 3339 with the offset of the clock that the report is written in.</summary>
    public static string Instant(DateTimeOffset local) => local.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
