using System.Buffers;
using SocCore.Events;
using SocDetect.Matching;

namespace SocDetect.Raising;

/// <summary>
/// The facts of the events that rules met lately, bounded by bytes. A burst raises when its last match comes; what its
/// earlier events say about whom is asked then, and most of it is still here, so that no store has to look for a hundred of
/// them. Two generations: when the young one is full, the old one goes whole.
/// </summary>
internal sealed class MatchedFacts
{
    /// <summary>Of a generation: some 200,000 events that say the same as others, 60,000 that each say something else.</summary>
    private const long MostBytes = 12L << 20;

    /// <summary>What an id and its place in a table take, and what an array takes besides its bytes.</summary>
    private const int EntryBytes = 48;

    private readonly ArrayBufferWriter<byte> _facts = new(256);
    private Generation _young = new();
    private Generation _old = new();
    private Field[] _fields = [];

    /// <summary>How many are here.</summary>
    public int Count => _young.Places.Count + _old.Places.Count;

    /// <summary>Whether these fields are among the facts.</summary>
    public bool Has(IEnumerable<Field> fields) => fields.All(_fields.Contains);

    /// <summary>Which fields are facts from now on. What is here lacks new ones, so it goes.</summary>
    public void Follow(IReadOnlyCollection<Field> fields)
    {
        if (Has(fields))
            return;
        _fields = [.. fields.Distinct()];
        _young = new Generation();
        _old = new Generation();
    }

    /// <summary>Keeps the facts of those events of a batch that were matched.</summary>
    public void Add(EventBatch events, IReadOnlySet<EventId> matched)
    {
        if (matched.Count == 0)
            return;
        for (int i = 0; i < events.Count; i++)
        {
            EventId id = events.Headers[i].Id;
            if (!matched.Contains(id) || _young.Places.ContainsKey(id) || _old.Places.ContainsKey(id) || !EventFacts.TryWrite(events[i], _fields, _facts))
                continue;
            _young.Add(id, _facts.WrittenSpan);
            if (_young.Bytes < MostBytes)
                continue;
            _old = _young;
            _young = new Generation();
        }
    }

    /// <summary>The facts of an event; null when they are not here.</summary>
    public EventFacts? Find(EventId id) =>
        _young.Places.TryGetValue(id, out byte[]? facts) || _old.Places.TryGetValue(id, out facts) ? new EventFacts(facts, _fields) : null;

    private sealed class Generation
    {
        private readonly HashSet<byte[]> _distinct = new(Utf8Comparer.Instance);

        public Dictionary<EventId, byte[]> Places { get; } = [];

        public long Bytes { get; private set; }

        public void Add(EventId id, ReadOnlySpan<byte> facts)
        {
            HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> lookup = _distinct.GetAlternateLookup<ReadOnlySpan<byte>>();
            if (!lookup.TryGetValue(facts, out byte[]? there))
            {
                there = facts.ToArray();
                _distinct.Add(there);
                Bytes += there.Length + EntryBytes;
            }

            Places[id] = there;
            Bytes += EntryBytes;
        }
    }
}
