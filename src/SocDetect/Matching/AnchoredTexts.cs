namespace SocDetect.Matching;

/// <summary>
/// Texts that a value begins or ends with, or that are the whole of it: a tree of their common beginnings (or endings), so
/// that a value is compared once, as far as any text goes with it. Immutable.
/// </summary>
internal sealed class AnchoredTexts
{
    private readonly bool _fromEnd;
    private readonly byte[] _labels;
    private readonly int[] _labelStart;
    private readonly byte[] _leads;
    private readonly int[] _firstChild;
    private readonly int[]?[] _open;
    private readonly int[]?[] _whole;

    /// <param name="open">Texts that are found at the anchor, and the atoms that each makes true.</param>
    /// <param name="whole">Texts that are the whole value, and the atoms that each makes true.</param>
    /// <param name="fromEnd">Whether the anchor is the end.</param>
    public AnchoredTexts(IReadOnlyCollection<KeyValuePair<byte[], int[]>> open, IReadOnlyCollection<KeyValuePair<byte[], int[]>> whole, bool fromEnd)
    {
        _fromEnd = fromEnd;
        List<AnchoredNode> nodes = AnchoredNode.Tree([.. open.Select(static t => (t.Key, t.Value, false)), .. whole.Select(static t => (t.Key, t.Value, true))], fromEnd);
        _labels = [.. nodes.SelectMany(static n => n.Label)];
        _leads = [.. nodes.Select(n => n.Label.Length == 0 ? (byte)0 : n.Label[fromEnd ? ^1 : 0])];
        _labelStart = new int[nodes.Count + 1];
        _firstChild = new int[nodes.Count + 1];
        _firstChild[0] = 1;
        for (int i = 0; i < nodes.Count; i++)
        {
            _labelStart[i + 1] = _labelStart[i] + nodes[i].Label.Length;
            _firstChild[i + 1] = _firstChild[i] + nodes[i].Children;
        }

        _open = [.. nodes.Select(static n => n.Open)];
        _whole = [.. nodes.Select(static n => n.Whole)];
    }

    /// <summary>Bytes of the tables, for measurements.</summary>
    public long Bytes => _labels.Length + (_leads.Length * 25L);

    /// <summary>Fires the texts that the value begins (or ends) with, and the one that it is.</summary>
    public void Scan(ReadOnlySpan<byte> value, MatchState receiver)
    {
        ReadOnlySpan<byte> rest = value;
        for (int node = 0; ;)
        {
            if (_open[node] is { } open)
                receiver.Fire(open);
            if (rest.IsEmpty)
            {
                if (_whole[node] is { } whole)
                    receiver.Fire(whole);
                return;
            }

            int first = _firstChild[node];
            int child = _leads.AsSpan(first, _firstChild[node + 1] - first).IndexOf(_fromEnd ? rest[^1] : rest[0]);
            if (child < 0)
                return;
            node = first + child;
            ReadOnlySpan<byte> label = _labels.AsSpan(_labelStart[node].._labelStart[node + 1]);
            if (!(_fromEnd ? rest.EndsWith(label) : rest.StartsWith(label)))
                return;
            rest = _fromEnd ? rest[..^label.Length] : rest[label.Length..];
        }
    }
}
