namespace SocDetect.Matching;

/// <summary>Texts that are found anywhere in a value. Immutable.</summary>
internal sealed class InsideTexts
{
    private readonly (byte Text, int[] Atoms)[] _single;
    private readonly GramTable[] _longer;

    /// <param name="texts">Each text and the atoms that it makes true; none is empty.</param>
    public InsideTexts(IReadOnlyCollection<KeyValuePair<byte[], int[]>> texts)
    {
        _single = [.. texts.Where(static t => t.Key.Length == 1).Select(static t => (t.Key[0], t.Value))];
        // The longer a gram, the rarer: each text goes to the table of the longest that it has.
        _longer = [.. texts.Where(static t => t.Key.Length > 1).GroupBy(static t => Math.Min(t.Key.Length, GramTable.LongestGram)).Select(static g => new GramTable(g.Key, [.. g]))];
    }

    /// <summary>Bytes of the tables, for measurements.</summary>
    public long Bytes => _longer.Sum(static t => t.Bytes);

    /// <summary>Fires the texts that are in the value.</summary>
    public void Scan(FoldedText value, MatchState receiver)
    {
        foreach ((byte text, int[] atoms) in _single)
        {
            if (value.Text.Contains(text))
                receiver.Fire(atoms);
        }

        foreach (GramTable table in _longer)
            table.Scan(value, receiver);
    }
}
