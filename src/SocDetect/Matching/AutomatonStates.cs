namespace SocDetect.Matching;

/// <summary>The tree of an automaton's texts, numbered breadth first, with the state to fall back to and the texts that end in each.</summary>
internal sealed class AutomatonStates
{
    private AutomatonStates(List<(byte Label, int Child)>[] children, int[] fail, int[] outputStart, int[] outputs)
    {
        Children = children;
        Fail = fail;
        OutputStart = outputStart;
        Outputs = outputs;
    }

    public int Count => Fail.Length;

    public List<(byte Label, int Child)>[] Children { get; }

    /// <summary>The state of the longest proper suffix.</summary>
    public int[] Fail { get; }

    /// <summary>Where the texts of a state begin in <see cref="Outputs"/>.</summary>
    public int[] OutputStart { get; }

    public int[] Outputs { get; }

    public static AutomatonStates Build(IReadOnlyList<byte[]> texts, byte[] classes)
    {
        List<List<(byte Label, int Child)>> tree = [[]];
        List<(int State, int Text)> ends = [];
        for (int i = 0; i < texts.Count; i++)
        {
            int state = 0;
            foreach (byte b in texts[i])
                state = Child(tree[state], classes[b]) is var known and > 0 ? known : Add(tree, state, classes[b]);
            ends.Add((state, i));
        }

        int[] order = BreadthFirst(tree, out int[] number);
        List<(byte, int)>[] children = [.. order.Select(s => tree[s].ConvertAll(e => (e.Label, number[e.Child])))];
        int[] fail = Fallbacks(children);
        return Collect(children, fail, ends, number);
    }

    private static int Add(List<List<(byte, int)>> tree, int state, byte label)
    {
        tree.Add([]);
        tree[state].Add((label, tree.Count - 1));
        return tree.Count - 1;
    }

    private static int Child(List<(byte Label, int Child)> edges, byte label)
    {
        foreach ((byte known, int child) in edges)
        {
            if (known == label)
                return child;
        }

        return 0;
    }

    private static int[] BreadthFirst(List<List<(byte Label, int Child)>> tree, out int[] number)
    {
        int[] order = new int[tree.Count];
        number = new int[tree.Count];
        int filled = 1;
        for (int at = 0; at < filled; at++)
        {
            foreach ((_, int child) in tree[order[at]])
            {
                number[child] = filled;
                order[filled++] = child;
            }
        }

        return order;
    }

    private static int[] Fallbacks(List<(byte Label, int Child)>[] children)
    {
        int[] fail = new int[children.Length];
        for (int s = 0; s < children.Length; s++)
        {
            foreach ((byte label, int child) in children[s])
            {
                if (s == 0)
                    continue;
                int at = fail[s];
                int target = Child(children[at], label);
                while (target == 0 && at != 0)
                {
                    at = fail[at];
                    target = Child(children[at], label);
                }

                fail[child] = target;
            }
        }

        return fail;
    }

    private static AutomatonStates Collect(List<(byte, int)>[] children, int[] fail, List<(int State, int Text)> ends, int[] number)
    {
        int[]?[] outputs = new int[children.Length][];
        foreach (IGrouping<int, int> end in ends.GroupBy(e => number[e.State], static e => e.Text))
            outputs[end.Key] = [.. end];
        int[] start = new int[children.Length + 1];
        List<int> flat = [];
        for (int s = 0; s < children.Length; s++)
        {
            if (outputs[fail[s]] is { } inherited && s > 0)
                outputs[s] = [.. outputs[s] ?? [], .. inherited];
            start[s] = flat.Count;
            flat.AddRange(outputs[s] ?? []);
        }

        start[children.Length] = flat.Count;
        return new AutomatonStates(children, fail, start, [.. flat]);
    }
}
