using Entry = (byte[] Text, int[] Atoms, bool IsWhole);

namespace SocDetect.Matching;

/// <summary>A place in a tree of common beginnings (or endings).</summary>
/// <param name="Label">What a value must go on with to come here from the parent, in the order of the value.</param>
/// <param name="Children">How many places follow.</param>
/// <param name="Open">What is true of every value that comes here; null when nothing.</param>
/// <param name="Whole">What is true of a value that ends here; null when nothing.</param>
internal sealed record AnchoredNode(byte[] Label, int Children, int[]? Open, int[]? Whole)
{
    /// <summary>The tree, breadth first: the children of one node are neighbours, in the order of their parents.</summary>
    public static List<AnchoredNode> Tree(List<Entry> entries, bool fromEnd)
    {
        byte At(byte[] text, int place) => fromEnd ? text[^(place + 1)] : text[place];
        entries.Sort((a, b) =>
        {
            for (int i = 0; i < a.Text.Length && i < b.Text.Length; i++)
            {
                if (At(a.Text, i) != At(b.Text, i))
                    return At(a.Text, i).CompareTo(At(b.Text, i));
            }

            return a.Text.Length.CompareTo(b.Text.Length);
        });
        List<AnchoredNode> nodes = [];
        // Entries of one place stand together; each range is a place whose first bytes, up to its depth, are the same.
        Queue<(int From, int To, int ParentDepth, int Depth)> open = new([(0, entries.Count, 0, 0)]);
        while (open.TryDequeue(out (int From, int To, int ParentDepth, int Depth) place))
        {
            int at = place.From;
            int[]? begun = null;
            int[]? whole = null;
            for (; at < place.To && entries[at].Text.Length == place.Depth; at++)
            {
                if (entries[at].IsWhole)
                    whole = entries[at].Atoms;
                else
                    begun = entries[at].Atoms;
            }

            int children = 0;
            while (at < place.To)
            {
                int end = at + 1;
                while (end < place.To && At(entries[end].Text, place.Depth) == At(entries[at].Text, place.Depth))
                    end++;
                byte[] low = entries[at].Text;
                byte[] high = entries[end - 1].Text;
                int depth = place.Depth + 1;
                // Sorted, so what the first and the last share all share.
                while (depth < low.Length && depth < high.Length && At(low, depth) == At(high, depth))
                    depth++;
                open.Enqueue((at, end, place.Depth, depth));
                children++;
                at = end;
            }

            byte[] any = entries.Count == 0 ? [] : entries[place.From].Text;
            byte[] label = fromEnd ? any[(any.Length - place.Depth)..(any.Length - place.ParentDepth)] : any[place.ParentDepth..place.Depth];
            nodes.Add(new AnchoredNode(label, children, begun, whole));
        }

        return nodes;
    }
}
