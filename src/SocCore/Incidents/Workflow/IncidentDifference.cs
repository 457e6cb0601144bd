using SocCore.Events;

namespace SocCore.Incidents.Workflow;

/// <summary>What differs between two versions of an incident, of what people can change.</summary>
public static class IncidentDifference
{
    private static readonly (string Name, Func<Incident, string?> Read)[] Parts =
    [
        ("title", static i => i.Title),
        ("desc", static i => i.Description),
        ("severity", static i => IncidentWords.Of(i.Severity)),
        ("status", static i => IncidentWords.Of(i.Status)),
        ("phase", static i => IncidentWords.Of(i.Phase)),
        ("verdict", static i => IncidentWords.Of(i.Verdict)),
        ("hold_reason", static i => i.HoldReason),
        ("hold_until", static i => i.HoldUntil is { } until ? Rfc3339.Format(until) : null),
        ("summary", static i => i.Summary),
        ("root_cause", static i => i.RootCause),
        ("assignee", static i => i.Assignee),
        ("resolved_by", static i => i.ResolvedBy),
        ("tags", static i => i.Tags.Count == 0 ? null : string.Join(", ", i.Tags)),
    ];

    /// <summary>The fields that differ, in a fixed order, under the names of the API.</summary>
    public static IReadOnlyList<FieldChange> Between(Incident before, Incident after) =>
    [
        .. Parts.Select(p => new FieldChange(p.Name, p.Read(before), p.Read(after))).Where(static c => c.Before != c.After),
    ];
}
