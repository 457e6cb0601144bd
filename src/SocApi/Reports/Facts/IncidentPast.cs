using System.Globalization;
using SocCore.Incidents;
using SocCore.Rules;

namespace SocApi.Reports.Facts;

/// <summary>
/// Takes an incident back to an instant by its history: a report of last week shows last week, whatever was done since,
/// and the same period always gives the same numbers.
/// </summary>
internal static class IncidentPast
{
    /// <summary>The incident just before an instant.</summary>
    /// <param name="now">The incident as it is.</param>
    /// <param name="changes">Its history, oldest first.</param>
    /// <param name="at">The instant.</param>
    public static Incident At(Incident now, IReadOnlyList<IncidentChange> changes, DateTimeOffset at)
    {
        Incident past = now;
        for (int i = changes.Count - 1; i >= 0 && changes[i].At >= at; i--)
        {
            foreach (FieldChange field in changes[i].Fields)
                past = Undo(past, field);
        }

        return past with
        {
            Acknowledged = now.Acknowledged < at ? now.Acknowledged : null,
            Resolved = past.Status is IncidentStatus.Resolved or IncidentStatus.Closed ? Last(changes, at, IncidentStatus.Resolved) ?? Kept(now.Resolved, at) : null,
            Closed = past.Status == IncidentStatus.Closed ? Last(changes, at, IncidentStatus.Closed) ?? Kept(now.Closed, at) : null,
        };
    }

    /// <summary>When it got the verdict that it had at an instant; null while it had none.</summary>
    public static DateTimeOffset? DecidedAt(Incident past, IReadOnlyList<IncidentChange> changes, DateTimeOffset at) => past.Verdict == Verdict.Unknown
        ? null
        : changes.LastOrDefault(c => c.At < at && c.Fields.Any(static f => f.Field == "verdict"))?.At;

    /// <summary>When the last move into a state was made before an instant.</summary>
    public static DateTimeOffset? Last(IReadOnlyList<IncidentChange> changes, DateTimeOffset at, IncidentStatus status) =>
        changes.LastOrDefault(c => c.At < at && Moves(c, status))?.At;

    /// <summary>Whether a change moved it into a state.</summary>
    public static bool Moves(IncidentChange change, IncidentStatus status) =>
        change.Fields.Any(f => f.Field == "status" && TryStatus(f.After, out IncidentStatus after) && after == status);

    private static DateTimeOffset? Kept(DateTimeOffset? milestone, DateTimeOffset at) => milestone < at ? milestone : null;

    private static Incident Undo(Incident incident, FieldChange field) => field.Field switch
    {
        "title" when field.Before is { } title => incident with { Title = title },
        "status" when TryStatus(field.Before, out IncidentStatus status) => incident with { Status = status },
        "severity" when TryLevel(field.Before, out RuleLevel level) => incident with { Severity = level },
        "verdict" when IncidentWords.TryRead(field.Before, out Verdict verdict) => incident with { Verdict = verdict },
        "summary" => incident with { Summary = field.Before },
        "root_cause" => incident with { RootCause = field.Before },
        "hold_reason" => incident with { HoldReason = field.Before },
        "hold_until" => incident with { HoldUntil = Time(field.Before) },
        "assignee" => incident with { Assignee = field.Before },
        "resolved_by" => incident with { ResolvedBy = field.Before },
        "alert_count" when Number(field.Before) is { } count => incident with { DetectionCount = count },
        "event_count" when Number(field.Before) is { } count => incident with { EventCount = count },
        "end_time" when Time(field.Before) is { } end => incident with { End = end },
        _ => incident,
    };

    /// <summary>People's changes write the API's words, the engine's the names of the members.</summary>
    private static bool TryStatus(string? word, out IncidentStatus status) => IncidentWords.TryRead(word, out status) || Enum.TryParse(word, out status);

    private static bool TryLevel(string? word, out RuleLevel level) => IncidentWords.TryRead(word, out level) || Enum.TryParse(word, out level);

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) ? at : null;
}
