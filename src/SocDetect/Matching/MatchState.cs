using System.Buffers;
using SocCore.Events;

namespace SocDetect.Matching;

/// <summary>What one thread needs to run one program: marks of what is true of the present event, by its number.</summary>
internal sealed class MatchState
{
    private readonly MatchProgram _program;
    private readonly int[] _truth;
    private readonly int[] _untruth;
    private readonly int[] _tried;
    private readonly int[] _candidates;
    private byte[] _folded = new byte[4096];
    private int _epoch;
    private int _candidateCount;
    private bool[]? _route;

    public MatchState(MatchProgram program)
    {
        _program = program;
        _truth = new int[program.NodeCount];
        _untruth = new int[program.NodeCount];
        _tried = new int[program.RuleCount];
        _candidates = new int[program.RuleCount];
    }

    /// <summary>Rules that can be met by the present event, by their number in the program.</summary>
    public ReadOnlySpan<int> Candidates => _candidates.AsSpan(0, _candidateCount);

    /// <summary>Rules tried so far, over all events.</summary>
    public long Tried { get; private set; }

    /// <summary>Starts an event; rules outside of the route are never candidates.</summary>
    public void Begin(Route? route)
    {
        _route = route?.Rules;
        Tried += _candidateCount;
        _candidateCount = 0;
        if (++_epoch == int.MaxValue)
        {
            Array.Clear(_truth);
            Array.Clear(_untruth);
            Array.Clear(_tried);
            _epoch = 1;
        }
    }

    /// <summary>Marks atoms as true and the rules that wait for them as candidates.</summary>
    public void Fire(int[] atoms)
    {
        foreach (int atom in atoms)
        {
            if (_truth[atom] == _epoch)
                continue;
            _truth[atom] = _epoch;
            foreach (int rule in _program.RulesOf(atom))
                Try(rule);
        }
    }

    public void Try(int rule)
    {
        if (_tried[rule] == _epoch || (_route is not null && !_route[rule]))
            return;
        _tried[rule] = _epoch;
        _candidates[_candidateCount++] = rule;
    }

    public bool IsTrue(int node) => _truth[node] == _epoch;

    public bool IsFalse(int node) => _untruth[node] == _epoch;

    public bool Note(int node, bool verdict)
    {
        (verdict ? _truth : _untruth)[node] = _epoch;
        return verdict;
    }

    /// <summary>The value folded; valid until the next call.</summary>
    public FoldedText Fold(ReadOnlySpan<byte> value)
    {
        int most = SocCore.Events.Fold.MaxLength(value.Length) + FoldedText.Padding;
        if (_folded.Length < most)
            _folded = new byte[most * 2];
        // Folding ASCII is making capitals, which runs on vectors.
        if (System.Text.Ascii.ToUpper(value, _folded, out int written) != OperationStatus.Done)
            written = SocCore.Events.Fold.Utf8(value, _folded);
        _folded.AsSpan(written, FoldedText.Padding).Clear();
        return new FoldedText(_folded.AsSpan(0, written + FoldedText.Padding));
    }
}
