using SocCore.Incidents;
using SocCore.Storage;
using SocStore.Cases;

namespace SocStore.InMemory;

/// <summary>Cases in memory, for tests and for tools that need no files.</summary>
public sealed class InMemoryCaseStore(TimeProvider time) : ICaseStore
{
    private readonly Lock _gate = new();
    private readonly CommitSignal _signal = new(time);
    private long _epoch;
    private readonly Dictionary<short, long> _cursors = [];
    private readonly Dictionary<(string Rule, string Logic, SocCore.Events.EventId Event), MatchRow> _matches = [];
    private readonly Dictionary<Guid, Detection> _detections = [];
    private readonly List<LedgerRow> _ledger = [];
    private readonly Dictionary<string, string> _state = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, Incident> _incidents = [];
    private readonly Dictionary<string, Guid> _latestByKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Guid> _byNumber = new(StringComparer.Ordinal);
    private readonly Dictionary<int, long> _numbers = [];
    private readonly List<ChangeRow> _changes = [];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SpoolPosition>> GetCursorsAsync(CancellationToken cancel)
    {
        lock (_gate)
            return new([.. _cursors.OrderBy(static p => p.Key).Select(static p => new SpoolPosition(p.Key, p.Value))]);
    }

    /// <inheritdoc/>
    public ValueTask<bool> CommitAsync(DetectCommit commit, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!CursorMoves.Agree(commit, spool => _cursors.GetValueOrDefault(spool)) || !VersionsAgree(commit.Incidents) || (commit.Epoch > 0 && commit.Epoch < _epoch))
                return new(false);
            _epoch = Math.Max(_epoch, commit.Epoch);
            foreach (SpoolPosition cursor in commit.Cursors)
                _cursors[cursor.Spool] = cursor.Sequence;
            foreach (MatchRow match in commit.Matches)
                _matches.TryAdd((match.RuleId, match.LogicHash, match.EventId), match);
            foreach (Detection detection in commit.Detections)
                _detections[detection.Uid] = detection;
            foreach ((Incident incident, long baseVersion, IncidentChange change) in commit.Incidents)
                Write(incident, baseVersion, change);
            _ledger.AddRange(commit.Ledger);
            foreach ((string name, string text) in commit.State)
                _state[name] = text;
            if (commit.DropMatchesBefore is { } oldest)
            {
                foreach (var key in _matches.Where(p => p.Value.Timestamp < oldest.UtcTicks).Select(static p => p.Key).ToArray())
                    _matches.Remove(key);
            }
        }

        _signal.Raise();
        return new(true);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MatchRow>> GetMatchesAsync(string ruleId, string logicHash, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        lock (_gate)
        {
            return new([.. _matches.Values
                .Where(m => m.RuleId == ruleId && m.LogicHash == logicHash && m.Timestamp >= from.UtcTicks && m.Timestamp <= to.UtcTicks)
                .OrderBy(static m => m.Timestamp).ThenBy(static m => m.Spool).ThenBy(static m => m.Sequence).ThenBy(static m => m.EventId)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<string?> GetStateAsync(string name, CancellationToken cancel)
    {
        lock (_gate)
            return new(_state.GetValueOrDefault(name));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Detection>> GetDetectionsSinceAsync(DateTimeOffset lastEvent, CancellationToken cancel)
    {
        lock (_gate)
            return new(Ordered(_detections.Values.Where(d => d.LastEvent >= lastEvent)));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Detection>> GetDetectionsAsync(Guid incidentUid, AgencyScope scope, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (!_incidents.TryGetValue(incidentUid, out Incident? incident) || !scope.Sees(incident))
                return new([]);
            return new(Ordered(_detections.Values.Where(d =>
                (d.IncidentUid == incidentUid || incident.Detections.Contains(d.Uid)) && scope.Sees(d))));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerRow>> GetLedgerAsync(DateTimeOffset since, int limit, CancellationToken cancel)
    {
        QueryRules.CheckLimit(limit);
        lock (_gate)
        {
            return new([.. _ledger.Select(static (row, i) => (row, i))
                .Where(p => p.row.At >= since)
                .OrderByDescending(static p => p.row.At).ThenByDescending(static p => p.i)
                .Take(limit).Select(static p => p.row)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Incident?> GetIncidentAsync(Guid uid, AgencyScope scope, CancellationToken cancel)
    {
        lock (_gate)
            return new(_incidents.TryGetValue(uid, out Incident? incident) && scope.Sees(incident) ? incident : null);
    }

    /// <inheritdoc/>
    public ValueTask<Incident?> GetIncidentAsync(string number, AgencyScope scope, CancellationToken cancel)
    {
        lock (_gate)
            return new(_byNumber.TryGetValue(number, out Guid uid) && scope.Sees(_incidents[uid]) ? _incidents[uid] : null);
    }

    /// <inheritdoc/>
    public ValueTask<Incident?> FindByDedupKeyAsync(string dedupKey, CancellationToken cancel)
    {
        lock (_gate)
            return new(_latestByKey.TryGetValue(dedupKey, out Guid uid) ? _incidents[uid] : null);
    }

    /// <inheritdoc/>
    public ValueTask<IncidentPage> SearchIncidentsAsync(IncidentQuery query, AgencyScope scope, CancellationToken cancel)
    {
        IncidentFilter filter = new(query, scope);
        lock (_gate)
        {
            List<(IncidentPageMark Mark, Incident Incident)> found = [.. _incidents.Values.Where(filter.Meets).Select(i => (IncidentPageMark.Of(i, query.Sort), i))];
            found.Sort(static (a, b) => a.Mark.CompareTo(b.Mark));
            int first = 0;
            if (query.After is not null)
            {
                IncidentPageMark after = IncidentPageMark.Read(query.After, query.Sort);
                first = found.FindIndex(f => f.Mark.CompareTo(after) > 0);
                first = first < 0 ? found.Count : first;
            }

            int end = Math.Min(found.Count, first + query.Limit);
            string? next = end < found.Count ? found[end - 1].Mark.Write() : null;
            return new(new IncidentPage([.. found[first..end].Select(static f => f.Incident)], next, found.Count));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Incident?> SaveAsync(Incident incident, long baseVersion, IncidentChange change, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Incident saved;
        lock (_gate)
        {
            if (VersionOf(incident.Uid) != baseVersion)
                return new((Incident?)null);
            saved = Write(incident, baseVersion, change);
        }

        _signal.Raise();
        return new(saved);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ChangeRow>> GetHistoryAsync(Guid uid, AgencyScope scope, CancellationToken cancel)
    {
        lock (_gate)
        {
            return _incidents.TryGetValue(uid, out Incident? incident) && scope.Sees(incident)
                ? new([.. _changes.Where(c => c.IncidentUid == uid)])
                : new(Array.Empty<ChangeRow>());
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ChangeRow>> GetChangesAsync(long after, int limit, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CheckLimit(limit);
        lock (_gate)
            return new([.. _changes.Where(c => c.Sequence > after && scope.Sees(_incidents[c.IncidentUid])).Take(limit)]);
    }

    /// <inheritdoc/>
    public ValueTask<bool> WaitForChangeAsync(long after, TimeSpan atMost, CancellationToken cancel) =>
        _signal.WaitAsync(() => HasChangeBeyond(after), atMost, cancel);

    private static Detection[] Ordered(IEnumerable<Detection> detections) =>
        [.. detections.OrderBy(static d => d.FirstEvent).ThenBy(static d => IncidentPageMark.UidKey(d.Uid), StringComparer.Ordinal)];

    private bool HasChangeBeyond(long after)
    {
        lock (_gate)
            return _changes.Count > after;
    }

    private long VersionOf(Guid uid) => _incidents.TryGetValue(uid, out Incident? known) ? known.Version : 0;

    /// <summary>Whether each change begins at the version that is there, changes of the same commit counted.</summary>
    private bool VersionsAgree(IReadOnlyList<(Incident Incident, long BaseVersion, IncidentChange Change)> changes)
    {
        Dictionary<Guid, long> versions = [];
        foreach ((Incident incident, long baseVersion, _) in changes)
        {
            long known = versions.TryGetValue(incident.Uid, out long changed) ? changed : VersionOf(incident.Uid);
            if (known != baseVersion)
                return false;
            versions[incident.Uid] = baseVersion + 1;
        }

        return true;
    }

    private Incident Write(Incident incident, long baseVersion, IncidentChange change)
    {
        Incident saved = incident with { Version = baseVersion + 1, Number = baseVersion == 0 ? NextNumber(incident) : _incidents[incident.Uid].Number };
        _incidents[saved.Uid] = saved;
        _byNumber[saved.Number] = saved.Uid;
        if (!_latestByKey.TryGetValue(saved.DedupKey, out Guid latest) || _incidents[latest].Created <= saved.Created)
            _latestByKey[saved.DedupKey] = saved.Uid;
        _changes.Add(new ChangeRow(_changes.Count + 1, saved.Uid, saved.Version, change));
        return saved;
    }

    private string NextNumber(Incident incident)
    {
        int year = IncidentNumber.YearOf(incident.Created);
        long count = _numbers.GetValueOrDefault(year) + 1;
        _numbers[year] = count;
        return IncidentNumber.Format(year, count);
    }
}
