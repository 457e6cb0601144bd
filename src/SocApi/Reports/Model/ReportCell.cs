using SocCore.Incidents;
using SocCore.Rules;

namespace SocApi.Reports.Model;

/// <summary>A value of a report with its kind, the same for people, tables and programs.</summary>
public sealed record ReportCell
{
    private ReportCell(CellKind kind) => Kind = kind;

    /// <summary>Nothing.</summary>
    public static ReportCell Empty { get; } = new(CellKind.Empty);

    /// <summary>What it holds.</summary>
    public CellKind Kind { get; }

    /// <summary>The text or word.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The number of things.</summary>
    public long Count { get; private init; }

    /// <summary>The part, 0 to 1.</summary>
    public double Share { get; private init; }

    /// <summary>The length of time.</summary>
    public TimeSpan Span { get; private init; }

    /// <summary>The instant.</summary>
    public DateTimeOffset Instant { get; private init; }

    /// <summary>A text; null or empty is nothing.</summary>
    public static ReportCell Of(string? text) => string.IsNullOrEmpty(text) ? Empty : new(CellKind.Text) { Text = text };

    /// <summary>A number of things.</summary>
    public static ReportCell Of(long count) => new(CellKind.Count) { Count = count };

    /// <summary>A part of a whole; nothing where the whole is nothing.</summary>
    public static ReportCell Part(long part, long whole) => whole == 0 ? Empty : new(CellKind.Share) { Share = (double)part / whole };

    /// <summary>A share.</summary>
    public static ReportCell Part(double share) => new(CellKind.Share) { Share = share };

    /// <summary>A length of time.</summary>
    public static ReportCell Of(TimeSpan? span) => span is { } length ? new(CellKind.Span) { Span = length } : Empty;

    /// <summary>An instant.</summary>
    public static ReportCell Of(DateTimeOffset? instant) => instant is { } at ? new(CellKind.Instant) { Instant = at } : Empty;

    /// <summary>How bad.</summary>
    public static ReportCell Of(RuleLevel level) => new(CellKind.Severity) { Text = IncidentWords.Of(level) };

    /// <summary>A state of work.</summary>
    public static ReportCell Of(IncidentStatus status) => new(CellKind.Status) { Text = IncidentWords.Of(status) };

    /// <summary>A verdict.</summary>
    public static ReportCell Of(Verdict verdict) => new(CellKind.Verdict) { Text = IncidentWords.Of(verdict) };

    /// <summary>An agency.</summary>
    public static ReportCell Agency(string id) => new(CellKind.Agency) { Text = id };
}
