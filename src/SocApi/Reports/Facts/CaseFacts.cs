using SocApi.Reports.Model;
using SocCore.Incidents;
using SocCore.Storage;

namespace SocApi.Reports.Facts;

/// <summary>
/// The incidents that a period is about: opened in it, open at its beginning, or changed in it. Each as it stood at the end
/// of the period, and reduced to the share where it is one.
/// </summary>
internal sealed class CaseFacts
{
    private const int PageSize = 200;

    private CaseFacts(ReportPeriod period, IReadOnlyList<CaseFact> all, IReadOnlySet<string> earlierTechniques)
    {
        Period = period;
        All = all;
        EarlierTechniques = earlierTechniques;
        Opened = [.. all.Where(c => period.Has(c.Incident.Created))];
        Open = [.. all.Where(static c => c.IsOpen).OrderByDescending(static c => c.Severity).ThenBy(static c => c.Incident.Created).ThenBy(static c => c.Incident.Number, StringComparer.Ordinal)];
        Resolved = [.. all.Where(c => c.Incident.Resolved is { } at && period.Has(at))];
        Closed = [.. all.Where(c => c.Incident.Closed is { } at && period.Has(at))];
        Decided = [.. all.Where(c => c.DecidedAt is { } at && period.Has(at))];
    }

    /// <summary>How far back techniques count as known.</summary>
    public static readonly TimeSpan TechniqueMemory = TimeSpan.FromDays(90);

    /// <summary>The period.</summary>
    public ReportPeriod Period { get; }

    /// <summary>All of them, oldest first.</summary>
    public IReadOnlyList<CaseFact> All { get; }

    /// <summary>Opened in the period.</summary>
    public IReadOnlyList<CaseFact> Opened { get; }

    /// <summary>Open at the end of the period, worst first, then oldest first.</summary>
    public IReadOnlyList<CaseFact> Open { get; }

    /// <summary>Resolved in the period and not taken up again before its end.</summary>
    public IReadOnlyList<CaseFact> Resolved { get; }

    /// <summary>Closed in the period and not taken up again before its end.</summary>
    public IReadOnlyList<CaseFact> Closed { get; }

    /// <summary>Got the verdict in the period that they had at its end.</summary>
    public IReadOnlyList<CaseFact> Decided { get; }

    /// <summary>Techniques of incidents that were opened in the 90 days before the period.</summary>
    public IReadOnlySet<string> EarlierTechniques { get; }

    /// <summary>Reads them.</summary>
    public static async Task<CaseFacts> ReadAsync(ICaseStore cases, ReportPeriod period, AgencyScope scope, CancellationToken cancel)
    {
        List<CaseFact> facts = [];
        HashSet<string> earlier = [];
        // Creation never changes, so pages in its order neither skip nor repeat while people work.
        IncidentQuery query = new() { To = period.To, Sort = IncidentSort.CreatedAscending, Limit = PageSize };
        do
        {
            IncidentPage page = await cases.SearchIncidentsAsync(query, scope, cancel).ConfigureAwait(false);
            foreach (Incident incident in page.Incidents)
            {
                if (incident.Created < period.From && incident.Created >= period.From - TechniqueMemory && IncidentShare.IsWhole(incident, scope))
                    earlier.UnionWith(TechniquesOf(incident));
                if (IsWanted(incident, period))
                    facts.Add(await FactAsync(cases, incident, period, scope, cancel).ConfigureAwait(false));
            }

            query = query with { After = page.Next };
        }
        while (query.After is not null);
        return new CaseFacts(period, facts, earlier);
    }

    /// <summary>ATT&amp;CK's techniques among the tags of an incident, as T1110 or T1110.001.</summary>
    public static IEnumerable<string> TechniquesOf(Incident incident) => incident.Tags
        .Where(static t => t.StartsWith("attack.t", StringComparison.OrdinalIgnoreCase) && t.Length > 8 && char.IsAsciiDigit(t[8]))
        .Select(static t => "T" + t["attack.t".Length..]);

    private static bool IsWanted(Incident incident, ReportPeriod period) =>
        incident.Created >= period.From || incident.Modified >= period.From || incident.Status is IncidentStatus.New or IncidentStatus.InProgress or IncidentStatus.OnHold;

    private static async Task<CaseFact> FactAsync(ICaseStore cases, Incident incident, ReportPeriod period, AgencyScope scope, CancellationToken cancel)
    {
        IReadOnlyList<ChangeRow> rows = await cases.GetHistoryAsync(incident.Uid, scope, cancel).ConfigureAwait(false);
        IReadOnlyList<Detection> detections = await cases.GetDetectionsAsync(incident.Uid, scope, cancel).ConfigureAwait(false);
        bool isShare = !IncidentShare.IsWhole(incident, scope);
        // An agency's share is cut before anything is read from it, history included.
        IncidentChange[] changes = [.. rows.Select(r => IncidentShare.Of(r.Change, incident, scope)).OfType<IncidentChange>()];
        Incident past = IncidentPast.At(IncidentShare.Of(incident, detections, scope), changes, period.To);
        return new CaseFact
        {
            Incident = past,
            IsShare = isShare,
            Detections = isShare ? [] : [.. detections.Where(d => d.RaisedAt < period.To)],
            Changes = [.. changes.Where(c => c.At < period.To)],
            DecidedAt = IncidentPast.DecidedAt(past, changes, period.To),
        };
    }
}
