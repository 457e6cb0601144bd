namespace SocDetect.Matching;

/// <summary>
/// Texts that are found at one end of a value, or are the whole of it: one rolling hash per value and one look-up for each
/// length that occurs. Immutable.
/// </summary>
internal sealed class AnchoredTexts
{
    private const uint Seed = 2166136261;
    private const uint Prime = 16777619;

    private readonly bool _fromEnd;
    private readonly int[] _lengths;
    private readonly byte[]?[] _texts;
    private readonly int[]?[] _atoms;
    private readonly uint[] _hashes;

    /// <param name="texts">Each text and the atoms that it makes true.</param>
    /// <param name="fromEnd">Whether they are found at the end.</param>
    public AnchoredTexts(IReadOnlyCollection<KeyValuePair<byte[], int[]>> texts, bool fromEnd)
    {
        _fromEnd = fromEnd;
        _lengths = [.. texts.Select(static t => t.Key.Length).Distinct().Order()];
        int capacity = 4;
        while (capacity < texts.Count * 2)
            capacity *= 2;
        _texts = new byte[capacity][];
        _atoms = new int[capacity][];
        _hashes = new uint[capacity];
        foreach ((byte[] text, int[] atoms) in texts)
        {
            uint hash = HashOf(text);
            int at = Slot(hash);
            while (_texts[at] is not null)
                at = (at + 1) & (capacity - 1);
            _texts[at] = text;
            _atoms[at] = atoms;
            _hashes[at] = hash;
        }
    }

    /// <summary>Fires the texts that the value begins (or ends) with.</summary>
    public void Scan(ReadOnlySpan<byte> value, MatchState receiver)
    {
        uint hash = Seed;
        int done = 0;
        foreach (int length in _lengths)
        {
            if (length > value.Length)
                return;
            for (; done < length; done++)
                hash = (hash ^ (_fromEnd ? value[value.Length - 1 - done] : value[done])) * Prime;
            Look(hash, _fromEnd ? value[(value.Length - length)..] : value[..length], receiver);
        }
    }

    /// <summary>Fires the text that is the whole value.</summary>
    public void Whole(ReadOnlySpan<byte> value, MatchState receiver)
    {
        if (Array.BinarySearch(_lengths, value.Length) >= 0)
            Look(HashOf(value), value, receiver);
    }

    private void Look(uint hash, ReadOnlySpan<byte> text, MatchState receiver)
    {
        for (int at = Slot(hash); _texts[at] is { } known; at = (at + 1) & (_texts.Length - 1))
        {
            if (_hashes[at] == hash && text.SequenceEqual(known))
            {
                receiver.Fire(_atoms[at]!);
                return;
            }
        }
    }

    private int Slot(uint hash) => (int)((hash ^ (hash >> 15)) & (uint)(_texts.Length - 1));

    private uint HashOf(ReadOnlySpan<byte> text)
    {
        uint hash = Seed;
        for (int i = 0; i < text.Length; i++)
            hash = (hash ^ (_fromEnd ? text[text.Length - 1 - i] : text[i])) * Prime;
        return hash;
    }
}
