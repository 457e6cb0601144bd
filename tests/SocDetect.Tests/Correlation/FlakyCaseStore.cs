using SocCore.Incidents;
using SocCore.Storage;

namespace SocDetect.Tests.Correlation;

/// <summary>A case store whose commits fail when told: before anything was written, or after all was.</summary>
internal sealed class FlakyCaseStore(ICaseStore inner, Func<int> next) : ICaseStore
{
    public async ValueTask<bool> CommitAsync(DetectCommit commit, CancellationToken cancel)
    {
        int fate = next();
        if (fate == 1)
            throw new IOException("the power went before the commit");
        bool done = await inner.CommitAsync(commit, cancel);
        return fate == 2 ? throw new IOException("the power went after the commit") : done;
    }

    public ValueTask<IReadOnlyList<SpoolPosition>> GetCursorsAsync(CancellationToken cancel) => inner.GetCursorsAsync(cancel);

    public ValueTask<IReadOnlyList<MatchRow>> GetMatchesAsync(string ruleId, string logicHash, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        inner.GetMatchesAsync(ruleId, logicHash, from, to, cancel);

    public ValueTask<string?> GetStateAsync(string name, CancellationToken cancel) => inner.GetStateAsync(name, cancel);

    public ValueTask<IReadOnlyList<Detection>> GetDetectionsSinceAsync(DateTimeOffset lastEvent, CancellationToken cancel) => inner.GetDetectionsSinceAsync(lastEvent, cancel);

    public ValueTask<IReadOnlyList<Detection>> GetDetectionsAsync(Guid incidentUid, AgencyScope scope, CancellationToken cancel) =>
        inner.GetDetectionsAsync(incidentUid, scope, cancel);

    public ValueTask<IReadOnlyList<LedgerRow>> GetLedgerAsync(DateTimeOffset since, int limit, CancellationToken cancel) => inner.GetLedgerAsync(since, limit, cancel);

    public ValueTask<Incident?> GetIncidentAsync(Guid uid, AgencyScope scope, CancellationToken cancel) => inner.GetIncidentAsync(uid, scope, cancel);

    public ValueTask<Incident?> GetIncidentAsync(string number, AgencyScope scope, CancellationToken cancel) => inner.GetIncidentAsync(number, scope, cancel);

    public ValueTask<Incident?> FindByDedupKeyAsync(string dedupKey, CancellationToken cancel) => inner.FindByDedupKeyAsync(dedupKey, cancel);

    public ValueTask<IncidentPage> SearchIncidentsAsync(IncidentQuery query, AgencyScope scope, CancellationToken cancel) => inner.SearchIncidentsAsync(query, scope, cancel);

    public ValueTask<Incident?> SaveAsync(Incident incident, long baseVersion, IncidentChange change, CancellationToken cancel) =>
        inner.SaveAsync(incident, baseVersion, change, cancel);

    public ValueTask<IReadOnlyList<ChangeRow>> GetHistoryAsync(Guid uid, AgencyScope scope, CancellationToken cancel) => inner.GetHistoryAsync(uid, scope, cancel);

    public ValueTask<IReadOnlyList<ChangeRow>> GetChangesAsync(long after, int limit, AgencyScope scope, CancellationToken cancel) => inner.GetChangesAsync(after, limit, scope, cancel);

    public ValueTask<bool> WaitForChangeAsync(long after, TimeSpan atMost, CancellationToken cancel) => inner.WaitForChangeAsync(after, atMost, cancel);
}
