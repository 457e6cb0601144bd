using System.Text;

namespace SocCollector.Formats;

/// <summary>
/// Which decoded name goes to which place, made once a source: the common fields, then the fixed names of the format, then
/// the open names (JSON paths, keys) that the mapping speaks of. Open names are found by a hash of their bytes.
/// </summary>
internal sealed class FieldLayout
{
    private readonly byte[]?[] _keys;
    private readonly int[] _slots;
    private readonly int _mask;

    public FieldLayout(IReadOnlyList<string> fixedNames, IEnumerable<string> openNames, bool keepsUnnamed, bool readsContext = false)
    {
        KeepsUnnamed = keepsUnnamed;
        List<(byte[] Key, int Slot)> open = [];
        int next = Slot.First + fixedNames.Count;
        foreach (string name in openNames.Distinct(StringComparer.Ordinal))
        {
            open.Add((Encoding.UTF8.GetBytes(name), next++));
            ReadsParameters |= name.StartsWith("sd.", StringComparison.Ordinal);
            ReadsLabels |= name.StartsWith("label.", StringComparison.Ordinal);
        }

        ReadsContext = readsContext;

        Count = next;
        int size = 16;
        while (size < open.Count * 3)
            size *= 2;
        _mask = size - 1;
        _keys = new byte[size][];
        _slots = new int[size];
        foreach ((byte[] key, int slot) in open)
        {
            int at = (int)Hash(key) & _mask;
            while (_keys[at] is not null)
                at = (at + 1) & _mask;
            _keys[at] = key;
            _slots[at] = slot;
        }
    }

    /// <summary>The number of places.</summary>
    public int Count { get; }

    /// <summary>Whether names that nobody asked for are kept.</summary>
    public bool KeepsUnnamed { get; }

    /// <summary>Whether the mapping speaks of parameters of structured data.</summary>
    public bool ReadsParameters { get; }

    /// <summary>Whether the mapping speaks of CEF values by their label.</summary>
    public bool ReadsLabels { get; }

    /// <summary>Whether the mapping speaks of what stands around the record: sender, listener, path, the line as a whole.</summary>
    public bool ReadsContext { get; }

    /// <summary>The place of an open name, or −1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        for (int at = (int)Hash(name) & _mask; ; at = (at + 1) & _mask)
        {
            byte[]? key = _keys[at];
            if (key is null)
                return -1;
            if (name.SequenceEqual(key))
                return _slots[at];
        }
    }

    private static uint Hash(ReadOnlySpan<byte> name)
    {
        uint hash = 2166136261;
        foreach (byte b in name)
            hash = (hash ^ b) * 16777619;
        return hash ^ (hash >> 15);
    }
}
