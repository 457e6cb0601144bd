using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;

namespace SocStore.InMemory;

/// <summary>Events in memory, for tests and for tools that need no files: the plainest thing that keeps the port's promises.</summary>
public sealed class InMemoryEventStore(TimeProvider time) : IEventStore, ICheckpointedPositions
{
    private readonly Lock _gate = new();
    private readonly CommitSignal _signal = new(time);
    private readonly SortedDictionary<short, List<Row>> _spools = [];
    private readonly Dictionary<short, long> _published = [];
    private readonly Dictionary<EventId, Row> _byId = [];

    /// <summary>Nothing here has a log: what is published is as safe as it gets.</summary>
    public IReadOnlyList<SpoolPosition> Checkpointed
    {
        get
        {
            lock (_gate)
                return [.. _published.OrderBy(static p => p.Key).Select(static p => new SpoolPosition(p.Key, p.Value))];
        }
    }

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(EventBatch batch, SpoolPosition delivered, bool mayRepeat, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        AppendRules.Check(batch, delivered);
        DateOnly today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        int stored = 0;
        lock (_gate)
        {
            if (!_spools.TryGetValue(delivered.Spool, out List<Row>? rows))
                _spools[delivered.Spool] = rows = [];
            for (int i = 0; i < batch.Count; i++)
            {
                Row row = new(batch, i, today);
                if (!_byId.TryAdd(row.Event.Id, row))
                    continue;
                batch.Retain();
                Insert(rows, row);
                stored++;
            }

            _published[delivered.Spool] = Math.Max(_published.GetValueOrDefault(delivered.Spool), delivered.Sequence);
        }

        _signal.Raise();
        return new(new AppendOutcome(stored, batch.Count - stored));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SpoolPosition>> GetPublishedAsync(CancellationToken cancel) => new(Checkpointed);

    /// <inheritdoc/>
    public ValueTask<EventBatch> ReadNewAsync(SpoolPosition after, int limit, CancellationToken cancel)
    {
        QueryRules.CheckLimit(limit);
        lock (_gate)
        {
            if (!_spools.TryGetValue(after.Spool, out List<Row>? rows))
                return new(EventBatch.Empty);
            using EventBatchBuilder builder = new();
            for (int i = FirstAfter(rows, after.Sequence); i < rows.Count; i++)
            {
                // The events of one record share its sequence; a cursor can only stand behind all of them.
                if (builder.Count >= limit && rows[i].Event.Sequence != rows[i - 1].Event.Sequence)
                    break;
                builder.Append(rows[i].Event);
            }

            return new(builder.Build());
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> WaitForNewAsync(IReadOnlyList<SpoolPosition> known, TimeSpan atMost, CancellationToken cancel) =>
        _signal.WaitAsync(() => IsBeyond(known), atMost, cancel);

    /// <inheritdoc/>
    public ValueTask<EventPage> SearchAsync(EventQuery query, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CheckLimit(query.Limit);
        lock (_gate)
        {
            List<Row> found = Find(query, scope);
            found.Sort(static (a, b) => Compare(b, a));
            int first = query.After is { } after ? found.FindIndex(r => IsBehind(r.Event, after)) : 0;
            if (first < 0)
                return new(new EventPage(EventBatch.Empty, null));
            using EventBatchBuilder builder = new();
            int end = Math.Min(found.Count, first + query.Limit);
            for (int i = first; i < end; i++)
                builder.Append(found[i].Event);
            EventCursor? next = end < found.Count ? new EventCursor(found[end - 1].Event.Header.Timestamp, found[end - 1].Event.Id) : null;
            return new(new EventPage(builder.Build(), next));
        }
    }

    /// <inheritdoc/>
    public ValueTask<EventBatch> GetAsync(IReadOnlyCollection<EventId> ids, AgencyScope scope, CancellationToken cancel)
    {
        lock (_gate)
        {
            using EventBatchBuilder builder = new();
            foreach (EventId id in ids.Distinct())
            {
                if (_byId.TryGetValue(id, out Row row) && scope.Sees(AppendRules.AgencyOf(row.Event)))
                    builder.Append(row.Event);
            }

            return new(builder.Build());
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<HistogramBucket>> GetHistogramAsync(EventQuery query, TimeSpan step, AgencyScope scope, CancellationToken cancel)
    {
        long[] counts = new long[QueryRules.CountSteps(query, step)];
        lock (_gate)
        {
            foreach (Row row in Find(query, scope))
                counts[(row.Event.Header.Timestamp - query.From.UtcTicks) / step.Ticks]++;
        }

        return new([.. counts.Select((n, i) => new HistogramBucket(query.From + (step * i), n))]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FieldCount>> GetTopAsync(EventQuery query, Field field, int limit, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CheckLimit(limit);
        TopValues top = new(field);
        lock (_gate)
        {
            foreach (Row row in Find(query, scope))
                top.Add(row.Event);
        }

        return new(top.First(limit));
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(EventQuery query, AgencyScope scope, CancellationToken cancel)
    {
        lock (_gate)
            return new(Find(query, scope).Count);
    }

    /// <inheritdoc/>
    public ValueTask<int> DeleteBeforeAsync(DateOnly firstKept, CancellationToken cancel)
    {
        HashSet<DateOnly> gone = [];
        lock (_gate)
        {
            foreach (List<Row> rows in _spools.Values)
            {
                foreach (Row row in rows.Where(r => r.Day < firstKept))
                {
                    gone.Add(row.Day);
                    _byId.Remove(row.Event.Id);
                    row.Batch.Dispose();
                }

                rows.RemoveAll(r => r.Day < firstKept);
            }
        }

        return new(gone.Count);
    }

    private static void Insert(List<Row> rows, Row row)
    {
        int at = rows.Count == 0 || rows[^1].Event.Sequence <= row.Event.Sequence ? rows.Count : FirstAfter(rows, row.Event.Sequence);
        rows.Insert(at, row);
    }

    private static int FirstAfter(List<Row> rows, long sequence)
    {
        int low = 0;
        int high = rows.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (rows[middle].Event.Sequence <= sequence)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static int Compare(Row a, Row b)
    {
        int order = a.Event.Header.Timestamp.CompareTo(b.Event.Header.Timestamp);
        return order != 0 ? order : a.Event.Id.CompareTo(b.Event.Id);
    }

    private static bool IsBehind(EcsEvent source, EventCursor after) =>
        source.Header.Timestamp < after.Timestamp || (source.Header.Timestamp == after.Timestamp && source.Id < after.Id);

    private bool IsBeyond(IReadOnlyList<SpoolPosition> known)
    {
        lock (_gate)
            return _published.Any(p => p.Value > known.Where(k => k.Spool == p.Key).Select(static k => k.Sequence).DefaultIfEmpty(0).Max());
    }

    private List<Row> Find(EventQuery query, AgencyScope scope)
    {
        long from = query.From.UtcTicks;
        long to = query.To.UtcTicks;
        return [.. _spools.Values.SelectMany(static rows => rows).Where(r =>
            r.Event.Header.Timestamp >= from
            && r.Event.Header.Timestamp < to
            && scope.Sees(AppendRules.AgencyOf(r.Event))
            && ConditionMatcher.Matches(query.Condition, r.Event))];
    }

    /// <summary>One event and the UTC day on which it was taken in.</summary>
    private readonly record struct Row(EventBatch Batch, int Index, DateOnly Day)
    {
        public EcsEvent Event => Batch[Index];
    }
}
