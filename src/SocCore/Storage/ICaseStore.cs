using SocCore.Incidents;

namespace SocCore.Storage;

/// <summary>
/// Where detections, incidents, their history, match rows, the ledger and the detector's cursors are kept: what commits
/// together. Reads take a scope; a foreign row is as if it were not there. An incident is visible to its owner and to the
/// agencies involved; reducing it to a share is the caller's next step.
/// </summary>
public interface ICaseStore
{
    /// <summary>The detector's cursors.</summary>
    ValueTask<IReadOnlyList<SpoolPosition>> GetCursorsAsync(CancellationToken cancel);

    /// <summary>Commits a scan. False when the cursors had moved or an incident's version had: nothing is written, read again.</summary>
    ValueTask<bool> CommitAsync(DetectCommit commit, CancellationToken cancel);

    /// <summary>Match rows of a rule within [from, to], in order of event time, spool and sequence.</summary>
    ValueTask<IReadOnlyList<MatchRow>> GetMatchesAsync(string ruleId, string logicHash, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);

    /// <summary>A named document that a commit wrote; null when there is none.</summary>
    ValueTask<string?> GetStateAsync(string name, CancellationToken cancel);

    /// <summary>Detections whose last event is at or after that time.</summary>
    ValueTask<IReadOnlyList<Detection>> GetDetectionsSinceAsync(DateTimeOffset lastEvent, CancellationToken cancel);

    /// <summary>Detections of an incident, oldest first.</summary>
    ValueTask<IReadOnlyList<Detection>> GetDetectionsAsync(Guid incidentUid, AgencyScope scope, CancellationToken cancel);

    /// <summary>Ledger rows since a clock time, newest first.</summary>
    ValueTask<IReadOnlyList<LedgerRow>> GetLedgerAsync(DateTimeOffset since, int limit, CancellationToken cancel);

    /// <summary>An incident by uid.</summary>
    ValueTask<Incident?> GetIncidentAsync(Guid uid, AgencyScope scope, CancellationToken cancel);

    /// <summary>An incident by number.</summary>
    ValueTask<Incident?> GetIncidentAsync(string number, AgencyScope scope, CancellationToken cancel);

    /// <summary>The latest incident with that key, whatever its state.</summary>
    ValueTask<Incident?> FindByDedupKeyAsync(string dedupKey, CancellationToken cancel);

    /// <summary>A page of incidents.</summary>
    ValueTask<IncidentPage> SearchIncidentsAsync(IncidentQuery query, AgencyScope scope, CancellationToken cancel);

    /// <summary>
    /// Saves a change made by a person, or an incident opened by hand (base version 0). Null when the version had moved.
    /// The result has its number and its version.
    /// </summary>
    ValueTask<Incident?> SaveAsync(Incident incident, long baseVersion, IncidentChange change, CancellationToken cancel);

    /// <summary>The history of an incident, oldest first.</summary>
    ValueTask<IReadOnlyList<ChangeRow>> GetHistoryAsync(Guid uid, AgencyScope scope, CancellationToken cancel);

    /// <summary>Changes of all visible incidents behind a sequence, in order.</summary>
    ValueTask<IReadOnlyList<ChangeRow>> GetChangesAsync(long after, int limit, AgencyScope scope, CancellationToken cancel);

    /// <summary>The sequence of the latest change of any incident; 0 before the first. A store that knows it overrides this walk.</summary>
    /// <param name="known">A sequence that was seen before, where the walk begins; 0 for the beginning.</param>
    /// <param name="cancel">Ends the wait.</param>
    async ValueTask<long> GetLastChangeAsync(long known, CancellationToken cancel)
    {
        long last = known;
        while (await GetChangesAsync(last, 1_000, AgencyScope.City, cancel).ConfigureAwait(false) is { Count: > 0 } rows)
            last = rows[^1].Sequence;
        return last;
    }

    /// <summary>Waits until a change is committed beyond that sequence, at most so long. True when one is.</summary>
    ValueTask<bool> WaitForChangeAsync(long after, TimeSpan atMost, CancellationToken cancel);
}
