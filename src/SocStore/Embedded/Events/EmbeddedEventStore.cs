using Microsoft.Extensions.Logging;
using SocCore.Events;
using SocCore.Storage;
using EventId = SocCore.Events.EventId;

namespace SocStore.Embedded.Events;

/// <summary>Events in DuckDB, one file a UTC ingest day.</summary>
internal sealed class EmbeddedEventStore : IEventStore, ICheckpointedPositions, IAsyncDisposable
{
    private readonly DuckInstance _duck;
    private readonly DuckSession _session;
    private readonly DayFiles _files;
    private readonly RecentRing _ring;
    private readonly EventWriter _writer;
    private int _closed;

    private EmbeddedEventStore(DuckInstance duck, DuckSession session, DayFiles files, EmbeddedStoreOptions options, TimeProvider time, ILogger logger)
    {
        _duck = duck;
        _session = session;
        _files = files;
        _ring = new RecentRing(options.RingBytes);
        _writer = new EventWriter(files, duck, session, _ring, options, time, logger);
    }

    public IReadOnlyList<SpoolPosition> Checkpointed => _writer.Checkpointed;

    /// <param name="folder">The full path of the data folder, one spelling of it.</param>
    public static EmbeddedEventStore Open(string folder, EmbeddedStoreOptions options, TimeProvider time, ILogger logger)
    {
        string events = Path.Combine(folder, "events");
        string temporary = Path.Combine(folder, "tmp");
        Directory.CreateDirectory(events);
        Directory.CreateDirectory(temporary);
        DuckInstance duck = new(options, temporary);
        DuckSession? session = null;
        try
        {
            session = duck.Duplicate();
            DayFiles files = new(events, session, logger);
            files.OpenAll();
            return new EmbeddedEventStore(duck, session, files, options, time, logger);
        }
        catch
        {
            session?.Dispose();
            duck.Dispose();
            throw;
        }
    }

    public ValueTask<AppendOutcome> AppendAsync(EventBatch batch, SpoolPosition delivered, bool mayRepeat, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        AppendRules.Check(batch, delivered);
        return _writer.AppendAsync(batch, delivered, mayRepeat, cancel);
    }

    public ValueTask<IReadOnlyList<SpoolPosition>> GetPublishedAsync(CancellationToken cancel) => new(_writer.Published);

    public async ValueTask<EventBatch> ReadNewAsync(SpoolPosition after, int limit, CancellationToken cancel)
    {
        QueryRules.CheckLimit(limit);
        if (_writer.PublishedOf(after.Spool) <= after.Sequence)
            return EventBatch.Empty;
        if (_ring.TryRead(after, limit, out EventBatch events))
            return events;
        return await ReadAsync((session, files) => ReadFiles(session, files, after, limit, cancel), cancel).ConfigureAwait(false);
    }

    public ValueTask<bool> WaitForNewAsync(IReadOnlyList<SpoolPosition> known, TimeSpan atMost, CancellationToken cancel) =>
        _writer.Signal.WaitAsync(() => IsBeyond(known), atMost, cancel);

    public ValueTask<EventPage> SearchAsync(EventQuery query, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CheckLimit(query.Limit);
        return ReadAsync((session, files) => new EventSearch(files, query, scope, cancel).Run(session), cancel);
    }

    public async ValueTask<EventBatch> GetAsync(IReadOnlyCollection<EventId> ids, AgencyScope scope, CancellationToken cancel)
    {
        HashSet<EventId> wanted = [.. ids];
        using EventBatchBuilder found = new();
        _ring.TakeById(wanted, e => scope.Sees(AppendRules.AgencyOf(e)), found);
        if (wanted.Count > 0)
        {
            using EventBatch stored = await ReadAsync((session, files) => new EventsById(wanted).Read(session, files, cancel), cancel).ConfigureAwait(false);
            for (int i = 0; i < stored.Count; i++)
            {
                if (scope.Sees(AppendRules.AgencyOf(stored[i])))
                    found.Append(stored[i]);
            }
        }

        return found.Build();
    }

    public ValueTask<IReadOnlyList<HistogramBucket>> GetHistogramAsync(EventQuery query, TimeSpan step, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CountSteps(query, step);
        return ReadAsync((session, files) => new EventAggregates(files, query, scope, cancel).Histogram(session, step), cancel);
    }

    public ValueTask<IReadOnlyList<FieldCount>> GetTopAsync(EventQuery query, Field field, int limit, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CheckLimit(limit);
        return ReadAsync((session, files) => new EventAggregates(files, query, scope, cancel).Top(session, field, limit), cancel);
    }

    public ValueTask<long> CountAsync(EventQuery query, AgencyScope scope, CancellationToken cancel) =>
        ReadAsync((session, files) => new EventAggregates(files, query, scope, cancel).Count(session), cancel);

    public async ValueTask<int> DeleteBeforeAsync(DateOnly firstKept, CancellationToken cancel) =>
        await _writer.RunAsync(() => _writer.DeleteBefore(firstKept), cancel).ConfigureAwait(false);

    /// <summary>Closes the files; a second call does nothing, because a container may hold the store by several names.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        await _writer.DisposeAsync().ConfigureAwait(false);
        _session.Dispose();
        _duck.Dispose();
        _ring.Clear();
    }

    private static EventBatch ReadFiles(DuckSession session, IReadOnlyList<DayFile> files, SpoolPosition after, int limit, CancellationToken cancel)
    {
        using EventBatchBuilder builder = new();
        foreach (DayFile file in files)
        {
            if (!file.Manifest.MayHoldBehind(after.Spool, after.Sequence))
                continue;
            // First where the read ends, on one small column, then the documents up to there; no sequence is parted.
            long? last = null;
            session.Query(
                $"SELECT max(seq) FROM (SELECT seq FROM {file.Catalog}.events WHERE spool = $p1 AND seq > $p2 ORDER BY seq LIMIT $p3)",
                [after.Spool, after.Sequence, (long)limit],
                row => last = row.IsDBNull(0) ? null : row.GetInt64(0),
                cancel);
            if (last is null)
                continue;
            session.Query(
                $"SELECT {FileQuery.EventColumnsSql} FROM {file.Catalog}.events WHERE spool = $p1 AND seq > $p2 AND seq <= $p3 ORDER BY seq, rowid",
                [after.Spool, after.Sequence, last],
                row => FileQuery.ReadInto(row, builder),
                cancel);
            break;
        }

        return builder.Build();
    }

    private bool IsBeyond(IReadOnlyList<SpoolPosition> known)
    {
        foreach (SpoolPosition published in _writer.Published)
        {
            long seen = 0;
            foreach (SpoolPosition position in known)
                seen = position.Spool == published.Spool ? Math.Max(seen, position.Sequence) : seen;
            if (published.Sequence > seen)
                return true;
        }

        return false;
    }

    /// <summary>Runs a query over the files as they are now; none of them goes before it ends.</summary>
    private async ValueTask<T> ReadAsync<T>(Func<DuckSession, IReadOnlyList<DayFile>, T> query, CancellationToken cancel)
    {
        List<DayFile> leased = [];
        try
        {
            foreach (DayFile file in _files.All)
            {
                if (file.TryLease())
                    leased.Add(file);
            }

            return await _duck.ReadAsync(session => query(session, leased), cancel).ConfigureAwait(false);
        }
        finally
        {
            foreach (DayFile file in leased)
                file.Release();
        }
    }
}
