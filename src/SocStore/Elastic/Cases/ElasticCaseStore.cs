using System.Text.Json;
using Microsoft.Extensions.Logging;
using SocCore.Incidents;
using SocCore.Storage;
using SocStore.Cases;
using SocStore.Elastic.Dsl;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Cases;

/// <summary>
/// Cases on Elasticsearch or OpenSearch. Every change, a detector's or a person's, is one commit of the journal; reads see
/// everything that was committed before they began.
/// </summary>
internal sealed class ElasticCaseStore(ElasticGateway gateway, TimeProvider time, ILoggerFactory loggers) : ICaseStore, IDisposable
{
    /// <summary>How often another process's changes are looked for; its own are told at once.</summary>
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(500);

    private readonly CaseJournal _journal = new(gateway, time, loggers);
    private readonly CaseReader _reader = new(gateway);
    private readonly CommitSignal _signal = new(time);

    /// <summary>Commits of this process queue here: they would only push each other aside.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async ValueTask<IReadOnlyList<SpoolPosition>> GetCursorsAsync(CancellationToken cancel) =>
        (await _journal.PeekAsync(cancel).ConfigureAwait(false)).Head.Cursors;

    public async ValueTask<bool> CommitAsync(DetectCommit commit, CancellationToken cancel)
    {
        bool done = await CommitAsync(
            head =>
            {
                Dictionary<short, long> cursors = head.Cursors.ToDictionary(static p => p.Spool, static p => p.Sequence);
                if ((commit.Epoch > 0 && commit.Epoch < head.Epoch) || !CursorMoves.Agree(commit, spool => cursors.GetValueOrDefault(spool)))
                    return null;
                foreach (SpoolPosition moved in commit.Cursors)
                    cursors[moved.Spool] = moved.Sequence;
                return head with
                {
                    Epoch = Math.Max(commit.Epoch, head.Epoch),
                    Cursors = [.. cursors.OrderBy(static p => p.Key).Select(static p => new SpoolPosition(p.Key, p.Value))],
                };
            },
            commit.Incidents,
            number =>
            [
                .. commit.Matches.Select(static m => CaseDocuments.Of(m)),
                .. commit.Detections.GroupBy(static d => d.Uid).Select(g => CaseDocuments.Of(g.Last(), number)),
                .. commit.Ledger.Select((row, i) => CaseDocuments.Of(row, number, i)),
                .. commit.State.Select(s => CaseDocuments.OfState(s.Key, s.Value, number)),
            ],
            cancel).ConfigureAwait(false) is not null;
        if (done && commit.DropMatchesBefore is { } oldest)
            await DropMatchesAsync(oldest, cancel).ConfigureAwait(false);
        return done;
    }

    public async ValueTask<IReadOnlyList<MatchRow>> GetMatchesAsync(string ruleId, string logicHash, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        DslQuery query = DslQuery.All(
        [
            DslQuery.Term("rule", CaseTerm.Of(ruleId)),
            DslQuery.Term("logic", CaseTerm.Of(logicHash)),
            DslQuery.Range("ts", null, ("gte", from.UtcTicks), ("lte", to.UtcTicks)),
        ]);
        List<JsonElement> found = await FindAllAsync(CaseIndices.MatchesName, query, ["ts", "spool", "seq", "event"], cancel).ConfigureAwait(false);
        return found.ConvertAll(CaseReader.Read<MatchRow>);
    }

    public async ValueTask<string?> GetStateAsync(string name, CancellationToken cancel)
    {
        await _journal.ReadAsync(cancel).ConfigureAwait(false);
        string id = CaseDocuments.StateId(name);
        Dictionary<string, JsonElement> found = await _reader.GetAsync(CaseIndices.StateName, [id], cancel).ConfigureAwait(false);
        return found.TryGetValue(id, out JsonElement document) ? document.GetProperty("doc").GetProperty("text").GetString() : null;
    }

    public async ValueTask<IReadOnlyList<Detection>> GetDetectionsSinceAsync(DateTimeOffset lastEvent, CancellationToken cancel) =>
        await FindDetectionsAsync(DslQuery.Range("last_event", null, ("gte", lastEvent.UtcTicks)), cancel).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<Detection>> GetDetectionsAsync(Guid incidentUid, AgencyScope scope, CancellationToken cancel)
    {
        if (await GetIncidentAsync(incidentUid, scope, cancel).ConfigureAwait(false) is not { } incident)
            return [];
        DslQuery query = DslQuery.Any(
        [
            DslQuery.Term("incident", IncidentPageMark.UidKey(incidentUid)),
            .. incident.Detections.Select(IncidentPageMark.UidKey).Chunk(10_000).Select(static some => DslQuery.Terms("uid", some)),
        ]);
        return (await FindDetectionsAsync(query, cancel).ConfigureAwait(false)).FindAll(scope.Sees);
    }

    public async ValueTask<IReadOnlyList<LedgerRow>> GetLedgerAsync(DateTimeOffset since, int limit, CancellationToken cancel)
    {
        QueryRules.CheckLimit(limit);
        (IReadOnlyList<JsonElement> hits, _) = await FindAsync(
            CaseIndices.LedgerName, DslQuery.Range("at", null, ("gte", since.UtcTicks)), ["-at", "-commit", "-row"], limit, null, cancel).ConfigureAwait(false);
        return [.. hits.Select(static h => CaseReader.Read<LedgerRow>(h.GetProperty("_source")))];
    }

    public async ValueTask<Incident?> GetIncidentAsync(Guid uid, AgencyScope scope, CancellationToken cancel)
    {
        await _journal.ReadAsync(cancel).ConfigureAwait(false);
        string id = IncidentPageMark.UidKey(uid);
        Dictionary<string, JsonElement> found = await _reader.GetAsync(CaseIndices.IncidentsName, [id], cancel).ConfigureAwait(false);
        return found.TryGetValue(id, out JsonElement document) && CaseReader.Sees(scope, document) ? CaseReader.Read<Incident>(document) : null;
    }

    public ValueTask<Incident?> GetIncidentAsync(string number, AgencyScope scope, CancellationToken cancel) =>
        FindIncidentAsync(DslQuery.Term("number", CaseTerm.Of(number)), scope, cancel);

    public ValueTask<Incident?> FindByDedupKeyAsync(string dedupKey, CancellationToken cancel) =>
        FindIncidentAsync(DslQuery.Term("dedup_key", CaseTerm.Of(dedupKey)), AgencyScope.City, cancel);

    public async ValueTask<IncidentPage> SearchIncidentsAsync(IncidentQuery query, AgencyScope scope, CancellationToken cancel)
    {
        IncidentFilter.CheckLimit(query.Limit);
        IReadOnlyList<object>? after = query.After is null ? null : IncidentDsl.After(IncidentPageMark.Read(query.After, query.Sort));
        (IReadOnlyList<JsonElement> hits, long total) = await FindAsync(
            CaseIndices.IncidentsName, IncidentDsl.Of(query, scope), IncidentDsl.Order(query.Sort), query.Limit + 1, after, cancel).ConfigureAwait(false);
        List<Incident> found = [.. hits.Take(query.Limit).Select(static h => CaseReader.Read<Incident>(h.GetProperty("_source")))];
        return new IncidentPage(found, hits.Count > query.Limit ? IncidentPageMark.Of(found[^1], query.Sort).Write() : null, total);
    }

    public async ValueTask<Incident?> SaveAsync(Incident incident, long baseVersion, IncidentChange change, CancellationToken cancel)
    {
        IReadOnlyList<Incident>? saved = await CommitAsync(static head => head, [(incident, baseVersion, change)], static _ => [], cancel).ConfigureAwait(false);
        return saved?[0];
    }

    public async ValueTask<IReadOnlyList<ChangeRow>> GetHistoryAsync(Guid uid, AgencyScope scope, CancellationToken cancel)
    {
        if (await GetIncidentAsync(uid, scope, cancel).ConfigureAwait(false) is null)
            return [];
        List<JsonElement> found = await FindAllAsync(CaseIndices.ChangesName, DslQuery.Term("uid", IncidentPageMark.UidKey(uid)), ["seq"], cancel).ConfigureAwait(false);
        return found.ConvertAll(ReadChange);
    }

    public async ValueTask<IReadOnlyList<ChangeRow>> GetChangesAsync(long after, int limit, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CheckLimit(limit);
        List<ChangeRow> seen = [];
        while (seen.Count < limit)
        {
            (IReadOnlyList<JsonElement> hits, _) = await FindAsync(
                CaseIndices.ChangesName, DslQuery.Range("seq", null, ("gt", after)), ["seq"], Math.Max(limit, 100), null, cancel).ConfigureAwait(false);
            List<ChangeRow> rows = [.. hits.Select(static h => ReadChange(h.GetProperty("_source")))];
            if (rows.Count == 0)
                break;
            after = rows[^1].Sequence;
            seen.AddRange(await VisibleAsync(rows, scope, cancel).ConfigureAwait(false));
        }

        return seen.Count > limit ? seen[..limit] : seen;
    }

    public async ValueTask<long> GetLastChangeAsync(long known, CancellationToken cancel) =>
        Math.Max(known, (await _journal.PeekAsync(cancel).ConfigureAwait(false)).Head.LastChange);

    public async ValueTask<bool> WaitForChangeAsync(long after, TimeSpan atMost, CancellationToken cancel)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            Task turn = _signal.Turn;
            if (await GetLastChangeAsync(0, cancel).ConfigureAwait(false) > after)
                return true;
            TimeSpan left = atMost - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                return false;
            try
            {
                await turn.WaitAsync(left < PollEvery ? left : PollEvery, time, cancel).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // Another process may have committed: look again.
            }
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>
    /// Commits incidents and what else moves with them. Null, and nothing is written, when the head may not move so or an
    /// incident's version is not the one that its change begins at. Gives back the incidents as they were saved.
    /// </summary>
    private async ValueTask<IReadOnlyList<Incident>?> CommitAsync(
        Func<CaseHead, CaseHead?> move,
        IReadOnlyList<(Incident Incident, long BaseVersion, IncidentChange Change)> changes,
        Func<long, IEnumerable<PendingDocument>> others,
        CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            while (true)
            {
                HeadAt read = await _journal.ReadAsync(cancel).ConfigureAwait(false);
                if (move(read.Head) is not { } moved)
                    return null;
                IncidentWrites writes = new(moved);
                if (changes.Count > 0 && !writes.Make(changes, await PresentAsync(changes, cancel).ConfigureAwait(false)))
                    return null;
                PendingDocument[] documents = [.. writes.Documents, .. others(read.Head.Commit + 1)];
                if (await _journal.TryCommitAsync(read, writes.Head, documents, cancel).ConfigureAwait(false))
                {
                    _signal.Raise();
                    return writes.Saved;
                }

                cancel.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private Task<Dictionary<string, JsonElement>> PresentAsync(IReadOnlyList<(Incident Incident, long BaseVersion, IncidentChange Change)> changes, CancellationToken cancel) =>
        _reader.GetAsync(CaseIndices.IncidentsName, [.. changes.Select(static c => IncidentPageMark.UidKey(c.Incident.Uid)).Distinct()], cancel);

    private async Task DropMatchesAsync(DateTimeOffset oldest, CancellationToken cancel)
    {
        await _reader.DeleteAsync(CaseIndices.MatchesName, DslQuery.Range("ts", null, ("lt", oldest.UtcTicks)), cancel).ConfigureAwait(false);
        await _reader.DeleteAsync(CaseIndices.StateName, CaseJournal.Orphans(time.GetUtcNow().AddDays(-1)), cancel).ConfigureAwait(false);
    }

    private async Task<IEnumerable<ChangeRow>> VisibleAsync(IReadOnlyList<ChangeRow> rows, AgencyScope scope, CancellationToken cancel)
    {
        if (scope.SeesAll)
            return rows;
        Dictionary<string, JsonElement> incidents = await _reader.GetAsync(CaseIndices.IncidentsName, [.. rows.Select(static r => IncidentPageMark.UidKey(r.IncidentUid)).Distinct()], cancel).ConfigureAwait(false);
        return rows.Where(r => incidents.TryGetValue(IncidentPageMark.UidKey(r.IncidentUid), out JsonElement incident) && CaseReader.Sees(scope, incident));
    }

    private async ValueTask<Incident?> FindIncidentAsync(DslQuery which, AgencyScope scope, CancellationToken cancel)
    {
        (IReadOnlyList<JsonElement> hits, _) = await FindAsync(
            CaseIndices.IncidentsName, DslQuery.All([CaseReader.Visible(scope), which]), ["-created", "-opened"], 1, null, cancel).ConfigureAwait(false);
        return hits.Count == 0 ? null : CaseReader.Read<Incident>(hits[0].GetProperty("_source"));
    }

    private async Task<List<Detection>> FindDetectionsAsync(DslQuery query, CancellationToken cancel) =>
        (await FindAllAsync(CaseIndices.DetectionsName, query, ["first_event", "uid"], cancel).ConfigureAwait(false)).ConvertAll(CaseReader.Read<Detection>);

    private async Task<(IReadOnlyList<JsonElement> Hits, long Total)> FindAsync(
        string index, DslQuery query, IReadOnlyList<string> sort, int size, IReadOnlyList<object>? after, CancellationToken cancel)
    {
        await ShowAsync(index, cancel).ConfigureAwait(false);
        return await _reader.SearchAsync(index, query, sort, size, after, cancel).ConfigureAwait(false);
    }

    private async Task<List<JsonElement>> FindAllAsync(string index, DslQuery query, IReadOnlyList<string> sort, CancellationToken cancel)
    {
        await ShowAsync(index, cancel).ConfigureAwait(false);
        return await _reader.SearchAllAsync(index, query, sort, cancel).ConfigureAwait(false);
    }

    private async Task ShowAsync(string index, CancellationToken cancel) =>
        await _journal.ShowAsync(index, await _journal.ReadAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);

    private static ChangeRow ReadChange(JsonElement source) => new(
        source.GetProperty("seq").GetInt64(),
        Guid.ParseExact(source.GetProperty("uid").GetString()!, "D"),
        source.GetProperty("version").GetInt64(),
        CaseReader.Read<IncidentChange>(source));
}
