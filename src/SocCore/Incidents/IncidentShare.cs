using SocCore.Storage;

namespace SocCore.Incidents;

/// <summary>
/// What an agency sees of an incident that spans agencies: title, state, times, its own evidence and entities. A value of
/// another agency that the title names is blotted out.
/// </summary>
public static class IncidentShare
{
    private const string Blot = "…";

    /// <summary>Whether the caller sees the whole incident.</summary>
    public static bool IsWhole(Incident incident, AgencyScope scope) => scope.Sees(incident.Agency);

    /// <summary>Whether the caller sees anything of it.</summary>
    public static bool IsVisible(Incident incident, AgencyScope scope) =>
        IsWhole(incident, scope) || (scope.Agency is { } agency && incident.InvolvedAgencies.Contains(agency));

    /// <summary>The incident as the caller may see it.</summary>
    /// <param name="incident">The whole incident.</param>
    /// <param name="detections">Its detections, for the agency's number of events and systems.</param>
    /// <param name="scope">Who looks.</param>
    public static Incident Of(Incident incident, IReadOnlyList<Detection> detections, AgencyScope scope)
    {
        if (IsWhole(incident, scope))
            return incident;
        string agency = scope.Agency!;
        EvidenceRef[] own = [.. detections.SelectMany(static d => d.Evidence).Where(e => e.Agency == agency).DistinctBy(static e => e.Id)];
        IReadOnlyList<string> hidden = HiddenValues(incident, detections, agency);
        return new Incident
        {
            Uid = incident.Uid,
            Number = incident.Number,
            Version = incident.Version,
            Title = Redact(incident.Title, hidden),
            Titles = incident.Titles.ToDictionary(static t => t.Key, t => Redact(t.Value, hidden)),
            Agency = incident.Agency,
            InvolvedAgencies = [agency],
            Systems = [.. own.Select(static e => e.System).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            Severity = incident.Severity,
            Status = incident.Status,
            Phase = incident.Phase,
            Created = incident.Created,
            Modified = incident.Modified,
            Start = incident.Start,
            End = incident.End,
            Acknowledged = incident.Acknowledged,
            Resolved = incident.Resolved,
            Closed = incident.Closed,
            DedupKey = "",
            EventCount = own.Length,
            Entities = [.. incident.Entities.Where(e => e.Agencies.Contains(agency)).Select(e => e with { Agencies = [agency] })],
            Historic = incident.Historic,
        };
    }

    /// <summary>A detection as an involved agency may see it: its own evidence; values of the group only where they occur in it.</summary>
    /// <param name="detection">The whole detection.</param>
    /// <param name="incident">The whole incident.</param>
    /// <param name="scope">Who looks.</param>
    /// <param name="occurs">Whether a value occurs in the caller's own evidence, beyond what the entities say.</param>
    public static Detection Of(Detection detection, Incident incident, AgencyScope scope, Func<string, string, bool> occurs)
    {
        if (IsWhole(incident, scope))
            return detection;
        string agency = scope.Agency!;
        EvidenceRef[] own = [.. detection.Evidence.Where(e => e.Agency == agency)];
        IReadOnlyList<string> hidden = HiddenValues(incident, [detection], agency);
        return detection with
        {
            Title = Redact(detection.Title, hidden),
            Titles = detection.Titles.ToDictionary(static t => t.Key, t => Redact(t.Value, hidden)),
            GroupKey = "",
            GroupValues = [.. detection.GroupValues.Where(g => IsOwn(incident, g.Value, agency) || occurs(g.Key, g.Value))],
            MatchCount = own.Length,
            MatchHash = "",
            Evidence = own,
            Agencies = own.Length > 0 ? [agency] : [],
            Systems = [.. own.Select(static e => e.System).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>A line of history as the caller may see it: moves between states and when; no names, no texts.</summary>
    public static IncidentChange? Of(IncidentChange change, Incident incident, AgencyScope scope)
    {
        if (IsWhole(incident, scope))
            return change;
        FieldChange[] status = [.. change.Fields.Where(static f => f.Field == "status")];
        return status.Length == 0 && change.Kind is not ("created" or "grown")
            ? null
            : new IncidentChange(change.Kind, AgencyScope.CitySoc, change.At, null, status);
    }

    private static bool IsOwn(Incident incident, string value, string agency) =>
        incident.Entities.Any(e => string.Equals(e.Value, value, StringComparison.OrdinalIgnoreCase) && e.Agencies.Contains(agency));

    private static IReadOnlyList<string> HiddenValues(Incident incident, IReadOnlyList<Detection> detections, string agency) =>
    [
        .. incident.Entities.Where(e => !e.Agencies.Contains(agency)).Select(static e => e.Value)
            .Concat(detections.SelectMany(static d => d.GroupValues).Select(static g => g.Value))
            .Where(v => v.Length > 1 && !IsOwn(incident, v, agency))
            .Distinct().OrderByDescending(static v => v.Length),
    ];

    private static string Redact(string text, IReadOnlyList<string> hidden)
    {
        foreach (string value in hidden)
            text = text.Replace(value, Blot, StringComparison.OrdinalIgnoreCase);
        return text;
    }
}
