using SocCore.Events;

namespace SocDetect.Raising;

/// <summary>
/// The events that rules met lately, bounded by bytes. A burst raises when its last match comes; its earlier events are read
/// for the incident then, and most of them are still here, so that no store has to look for a hundred of them.
/// </summary>
internal sealed class MatchedEvents
{
    private const long MostBytes = 16L << 20;

    /// <summary>Batches of fewer events are joined: an array of the pool has room for more than the few matches of one look.</summary>
    private const int Full = 2_000;

    private readonly LinkedList<EventBatch> _batches = [];
    private readonly Dictionary<EventId, (EventBatch Batch, int Place)> _places = [];
    private long _bytes;

    /// <summary>How many are here.</summary>
    public int Count => _places.Count;

    /// <summary>Copies those of a batch that were matched.</summary>
    public void Add(EventBatch events, IReadOnlySet<EventId> matched)
    {
        if (matched.Count == 0)
            return;
        using EventBatchBuilder builder = new();
        EventBatch? last = _batches.Last?.Value is { Count: < Full } small ? small : null;
        for (int i = 0; i < last?.Count; i++)
            builder.Append(last[i]);
        for (int i = 0; i < events.Count; i++)
        {
            if (matched.Contains(events.Headers[i].Id) && !_places.ContainsKey(events.Headers[i].Id))
                builder.Append(events[i]);
        }

        if (builder.Count == (last?.Count ?? 0))
            return;
        EventBatch copy = builder.Build();
        for (int i = 0; i < copy.Count; i++)
            _places[copy.Headers[i].Id] = (copy, i);
        if (last is not null)
        {
            _batches.RemoveLast();
            Evict(last);
        }

        _batches.AddLast(copy);
        _bytes += copy.Bytes;
        while (_bytes > MostBytes)
        {
            EventBatch oldest = _batches.First!.Value;
            _batches.RemoveFirst();
            Evict(oldest);
        }
    }

    /// <summary>Copies those of the events that are here, and takes their ids out of what is wanted.</summary>
    public void Take(HashSet<EventId> wanted, EventBatchBuilder builder)
    {
        foreach (EventId id in wanted.ToList())
        {
            if (!_places.TryGetValue(id, out (EventBatch Batch, int Place) at))
                continue;
            wanted.Remove(id);
            builder.Append(at.Batch[at.Place]);
        }
    }

    private void Evict(EventBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            EventId id = batch.Headers[i].Id;
            if (_places.TryGetValue(id, out (EventBatch Batch, int Place) at) && at.Batch == batch)
                _places.Remove(id);
        }

        _bytes -= batch.Bytes;
        batch.Dispose();
    }
}
