using System.Text;

namespace SocCollector.Sources.Mapping;

/// <summary>Finds a number by a text, by a hash of its bytes; made once, read by all threads.</summary>
internal sealed class TextTable
{
    private readonly byte[]?[] _keys;
    private readonly int[] _values;
    private readonly int _mask;

    public TextTable(IReadOnlyList<(string Key, int Value)> rows)
    {
        int size = 8;
        while (size < rows.Count * 2)
            size *= 2;
        _mask = size - 1;
        _keys = new byte[size][];
        _values = new int[size];
        foreach ((string key, int value) in rows)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(SocCore.Events.TextForm.ToNfc(key));
            int at = (int)Hash(utf8) & _mask;
            while (_keys[at] is not null && !_keys[at].AsSpan().SequenceEqual(utf8))
                at = (at + 1) & _mask;
            if (_keys[at] is not null)
                continue;
            _keys[at] = utf8;
            _values[at] = value;
        }
    }

    /// <summary>The number of the text, or −1.</summary>
    public int Find(ReadOnlySpan<byte> text)
    {
        for (int at = (int)Hash(text) & _mask; ; at = (at + 1) & _mask)
        {
            byte[]? key = _keys[at];
            if (key is null)
                return -1;
            if (text.SequenceEqual(key))
                return _values[at];
        }
    }

    private static uint Hash(ReadOnlySpan<byte> text)
    {
        uint hash = 2166136261;
        foreach (byte b in text)
            hash = (hash ^ b) * 16777619;
        return hash ^ (hash >> 15);
    }
}
