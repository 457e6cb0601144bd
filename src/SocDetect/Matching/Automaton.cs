namespace SocDetect.Matching;

/// <summary>
/// Finds many texts inside one in a single pass (Aho and Corasick 1975), compiled to a table of transitions over the byte
/// classes that the texts use. Immutable.
/// </summary>
internal sealed class Automaton
{
    private readonly byte[] _classes;
    private readonly int[] _table;
    private readonly int _width;
    private readonly int[] _outputStart;
    private readonly int[] _outputs;

    private Automaton(byte[] classes, int width, int[] table, int[] outputStart, int[] outputs)
    {
        _classes = classes;
        _width = width;
        _table = table;
        _outputStart = outputStart;
        _outputs = outputs;
    }

    /// <summary>Bytes of the table, for measurements.</summary>
    public long Bytes => _table.Length * 4L;

    /// <summary>Compiles the texts; each is known by its index.</summary>
    public static Automaton Compile(IReadOnlyList<byte[]> texts)
    {
        byte[] classes = new byte[256];
        int width = 1;
        foreach (byte[] text in texts)
        {
            foreach (byte b in text)
            {
                // 255 classes at most beside the class of all other bytes: UTF-8 never uses more.
                if (classes[b] == 0)
                    classes[b] = (byte)width++;
            }
        }

        List<int> next = [.. new int[width]];
        List<List<int>?> outputs = [null];
        for (int i = 0; i < texts.Count; i++)
        {
            int state = 0;
            foreach (byte b in texts[i])
            {
                int at = (state * width) + classes[b];
                if (next[at] == 0)
                {
                    next[at] = outputs.Count;
                    outputs.Add(null);
                    next.AddRange(new int[width]);
                }

                state = next[at];
            }

            (outputs[state] ??= []).Add(i);
        }

        return Close(classes, width, [.. next], outputs);
    }

    /// <summary>Hands every occurrence to the receiver.</summary>
    public void Scan(ReadOnlySpan<byte> value, MatchState receiver, int[][] atoms)
    {
        int[] table = _table;
        byte[] classes = _classes;
        int state = 0;
        foreach (byte b in value)
        {
            state = table[state + classes[b]];
            // The sign tells that texts end here, so the common byte costs two loads and one test.
            if (state < 0)
            {
                state = ~state;
                Emit(state / _width, receiver, atoms);
            }
        }
    }

    private void Emit(int state, MatchState receiver, int[][] atoms)
    {
        for (int i = _outputStart[state]; i < _outputStart[state + 1]; i++)
            receiver.Fire(atoms[_outputs[i]]);
    }

    /// <summary>Breadth first: every missing transition becomes that of the longest proper suffix.</summary>
    private static Automaton Close(byte[] classes, int width, int[] next, List<List<int>?> outputs)
    {
        int states = outputs.Count;
        int[] fail = new int[states];
        Queue<int> queue = new();
        for (int c = 0; c < width; c++)
        {
            if (next[c] != 0)
                queue.Enqueue(next[c]);
        }

        while (queue.TryDequeue(out int state))
        {
            if (outputs[fail[state]] is { } inherited)
                (outputs[state] ??= []).AddRange(inherited);
            for (int c = 0; c < width; c++)
            {
                int child = next[(state * width) + c];
                int other = next[(fail[state] * width) + c];
                if (child == 0)
                {
                    next[(state * width) + c] = other;
                }
                else
                {
                    fail[child] = other;
                    queue.Enqueue(child);
                }
            }
        }

        int[] start = new int[states + 1];
        List<int> flat = [];
        for (int s = 0; s < states; s++)
        {
            start[s] = flat.Count;
            flat.AddRange(outputs[s] ?? []);
        }

        start[states] = flat.Count;
        for (int i = 0; i < next.Length; i++)
            next[i] = outputs[next[i]] is null ? next[i] * width : ~(next[i] * width);
        return new Automaton(classes, width, next, start, [.. flat]);
    }
}
