using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SocDetect.Matching;

/// <summary>
/// Finds many texts inside one in a single pass (Aho and Corasick 1975). The states near the root, where nearly every byte
/// of a real value is spent, are rows of a table; the many states behind them keep only their own edges and the state to
/// fall back to, so tens of thousands of texts stay in the cache. Immutable.
/// </summary>
internal sealed class Automaton
{
    /// <summary>The most entries of the table.</summary>
    private const int DenseLimit = 1 << 17;

    private readonly byte[] _classes;
    private readonly int _width;
    private readonly int[] _dense;
    private readonly int _denseStates;
    private readonly int[] _edgeStart;
    private readonly byte[] _edgeClass;
    private readonly int[] _edgeTarget;
    private readonly int[] _fail;
    private readonly int[] _outputStart;
    private readonly int[] _outputs;

    private Automaton(byte[] classes, int width, AutomatonStates states)
    {
        _classes = classes;
        _width = width;
        _fail = states.Fail;
        _outputStart = states.OutputStart;
        _outputs = states.Outputs;
        int count = states.Count;
        _edgeStart = new int[count + 1];
        _edgeClass = new byte[count];
        _edgeTarget = new int[count];
        _denseStates = Math.Max(1, Math.Min(count, DenseLimit / width));
        int at = 0;
        for (int s = 0; s < count; s++)
        {
            _edgeStart[s] = at;
            foreach ((byte label, int child) in states.Children[s])
            {
                _edgeClass[at] = label;
                _edgeTarget[at++] = Target(child);
            }
        }

        _edgeStart[count] = at;
        _dense = new int[_denseStates * width];
        for (int s = 0; s < _denseStates; s++)
        {
            // States are numbered breadth first, so the state to fall back to has its row already.
            if (s > 0)
                Array.Copy(_dense, _fail[s] * width, _dense, s * width, width);
            for (int e = _edgeStart[s]; e < _edgeStart[s + 1]; e++)
                _dense[(s * width) + _edgeClass[e]] = _edgeTarget[e];
        }
    }

    /// <summary>Bytes of the tables, for measurements.</summary>
    public long Bytes => (_dense.Length + _edgeStart.Length + _edgeTarget.Length + _fail.Length + _outputStart.Length + _outputs.Length) * 4L;

    /// <summary>Compiles the texts; each is known by its index.</summary>
    public static Automaton Compile(IReadOnlyList<byte[]> texts)
    {
        byte[] classes = new byte[256];
        int width = 1;
        foreach (byte[] text in texts)
        {
            foreach (byte b in text)
            {
                // UTF-8 never uses all 256 bytes, so a class is left for those that no text has.
                if (classes[b] == 0)
                    classes[b] = (byte)width++;
            }
        }

        return new Automaton(classes, width, AutomatonStates.Build(texts, classes));
    }

    /// <summary>Hands every occurrence to the receiver.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scan(ReadOnlySpan<byte> value, MatchState receiver, int[][] atoms)
    {
        ref int dense = ref MemoryMarshal.GetArrayDataReference(_dense);
        ref byte classes = ref MemoryMarshal.GetArrayDataReference(_classes);
        int denseStates = _denseStates;
        int next = 0;
        foreach (byte b in value)
        {
            int label = Unsafe.Add(ref classes, b);
            // The common byte goes from row to row: two loads, an addition and two tests.
            next = next >= 0 ? Unsafe.Add(ref dense, next + label) : Step(~next, label);
            if (next >= 0)
                continue;
            int state = ~next;
            if (_outputStart[state + 1] > _outputStart[state])
                Emit(state, receiver, atoms);
            if (state < denseStates)
                next = state * _width;
        }
    }

    private int Step(int state, int label)
    {
        while (state >= _denseStates)
        {
            for (int e = _edgeStart[state]; e < _edgeStart[state + 1]; e++)
            {
                if (_edgeClass[e] == label)
                    return _edgeTarget[e];
            }

            state = _fail[state];
        }

        return _dense[(state * _width) + label];
    }

    private void Emit(int state, MatchState receiver, int[][] atoms)
    {
        for (int i = _outputStart[state]; i < _outputStart[state + 1]; i++)
            receiver.Fire(atoms[_outputs[i]]);
    }

    /// <summary>A state with a row and without texts is where its row begins; any other is its number, negated.</summary>
    private int Target(int state) => state < _denseStates && _outputStart[state + 1] == _outputStart[state] ? state * _width : ~state;
}
