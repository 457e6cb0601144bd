using SocCore.Events;

namespace SocStore.Elastic.Foreign;

/// <summary>Which documents of the near time were evaluated by this reading. Of what it does not know it may not say that it is new.</summary>
internal sealed class ForeignIds
{
    /// <summary>The most ids that are remembered; then those of the oldest seconds go.</summary>
    public const int Most = 500_000;

    private readonly Dictionary<EventId, long> _bucketOf = [];

    /// <summary>Seconds before this one were evaluated by somebody who did not leave the ids.</summary>
    public long KnownFrom { get; private set; } = long.MinValue;

    /// <summary>How many are remembered.</summary>
    public int Count => _bucketOf.Count;

    /// <summary>Remembers one; false when it was known.</summary>
    public bool Add(EventId id, long bucket) => _bucketOf.TryAdd(id, bucket);

    /// <summary>Nothing before this second is known any more.</summary>
    public void Forget(long before)
    {
        if (before <= KnownFrom)
            return;
        KnownFrom = before;
        foreach (EventId id in _bucketOf.Where(p => p.Value < before).Select(static p => p.Key).ToList())
            _bucketOf.Remove(id);
    }

    /// <summary>Knows nothing any more; seconds before this one were evaluated by somebody.</summary>
    public void Reset(long knownFrom)
    {
        _bucketOf.Clear();
        KnownFrom = knownFrom;
    }

    /// <summary>Lets go of the oldest ids while there are too many.</summary>
    public void Bound()
    {
        if (_bucketOf.Count <= Most)
            return;
        long[] buckets = [.. _bucketOf.Values];
        Array.Sort(buckets);
        Forget(buckets[_bucketOf.Count - (Most / 2)] + 1);
    }
}
