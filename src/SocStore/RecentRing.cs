using SocCore.Events;
using SocCore.Storage;

namespace SocStore;

/// <summary>
/// The latest committed batches, still decoded, bounded by bytes: detection reads from here and asks no file or server unless it
/// fell behind what is kept.
/// </summary>
internal sealed class RecentRing(long mostBytes)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<EventBatch> _batches = [];
    private readonly Dictionary<short, Spool> _spools = [];
    private long _bytes;

    /// <summary>Everything of the spool up to here is not here.</summary>
    public void StartBehind(SpoolPosition position)
    {
        lock (_gate)
            Of(position.Spool).Floor = position.Sequence;
    }

    /// <summary>Takes over a batch of one spool, which the caller has retained.</summary>
    public void Add(EventBatch batch)
    {
        lock (_gate)
        {
            Of(batch.Headers[0].Spool).Batches.Add(batch);
            _batches.AddLast(batch);
            _bytes += batch.Bytes;
            while (_bytes > mostBytes && _batches.First is { } oldest)
            {
                _batches.RemoveFirst();
                Evict(oldest.Value);
            }
        }
    }

    /// <summary>
    /// The next events behind a position; false when they may lie before what is kept. The caller disposes the batch.
    /// </summary>
    public bool TryRead(SpoolPosition after, int limit, out EventBatch events)
    {
        lock (_gate)
        {
            events = EventBatch.Empty;
            if (!_spools.TryGetValue(after.Spool, out Spool? spool))
                return false;
            if (after.Sequence < spool.Floor)
                return false;
            int first = spool.FirstBehind(after.Sequence);
            if (first == spool.Batches.Count)
                return true;
            EventBatch batch = spool.Batches[first];
            bool whole = batch.Count <= limit && batch.Headers[0].Sequence > after.Sequence;
            bool enough = batch.Count * 4 >= limit || first == spool.Batches.Count - 1;
            events = whole && enough ? batch.Retain() : Copy(spool.Batches, first, after.Sequence, limit);
            return true;
        }
    }

    /// <summary>Copies those of the events that are here, and takes their ids out of what is wanted.</summary>
    public void TakeById(HashSet<EventId> wanted, Func<EcsEvent, bool> isVisible, EventBatchBuilder builder)
    {
        lock (_gate)
        {
            // The latest are asked for most.
            for (LinkedListNode<EventBatch>? node = _batches.Last; node is not null && wanted.Count > 0; node = node.Previous)
            {
                ReadOnlySpan<EventHeader> headers = node.Value.Headers;
                for (int i = 0; i < headers.Length; i++)
                {
                    if (!wanted.Remove(headers[i].Id))
                        continue;
                    EcsEvent found = node.Value[i];
                    if (isVisible(found))
                        builder.Append(found);
                }
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            foreach (EventBatch batch in _batches)
                batch.Dispose();
            _batches.Clear();
            _spools.Clear();
            _bytes = 0;
        }
    }

    private static EventBatch Copy(List<EventBatch> batches, int first, long after, int limit)
    {
        using EventBatchBuilder builder = new();
        long last = after;
        for (int b = first; b < batches.Count; b++)
        {
            EventBatch batch = batches[b];
            for (int i = 0; i < batch.Count; i++)
            {
                long sequence = batch.Headers[i].Sequence;
                if (sequence <= after)
                    continue;
                // The events of one record share its sequence; a cursor can only stand behind all of them.
                if (builder.Count >= limit && sequence != last)
                    return builder.Build();
                builder.Append(batch[i]);
                last = sequence;
            }
        }

        return builder.Build();
    }

    private Spool Of(short spool)
    {
        if (!_spools.TryGetValue(spool, out Spool? known))
            _spools[spool] = known = new Spool();
        return known;
    }

    private void Evict(EventBatch batch)
    {
        ReadOnlySpan<EventHeader> headers = batch.Headers;
        Spool spool = _spools[headers[0].Spool];
        spool.Batches.Remove(batch);
        spool.Floor = Math.Max(spool.Floor, headers[^1].Sequence);
        _bytes -= batch.Bytes;
        batch.Dispose();
    }

    private sealed class Spool
    {
        public List<EventBatch> Batches { get; } = [];

        public long Floor { get; set; }

        public int FirstBehind(long sequence)
        {
            int low = 0;
            int high = Batches.Count;
            while (low < high)
            {
                int middle = (low + high) >>> 1;
                if (Batches[middle].Headers[^1].Sequence <= sequence)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low;
        }
    }
}
