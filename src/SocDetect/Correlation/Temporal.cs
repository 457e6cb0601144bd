using SocCore.Rules;

namespace SocDetect.Correlation;

/// <summary>Every referenced rule in one window, or so many distinct ones as the condition says; in any order.</summary>
internal sealed class Temporal(int rules, CountRange? range) : WindowMeasure
{
    private readonly NumberTest? _test = range is null ? null : new NumberTest(range);
    private readonly int[] _counts = new int[rules];
    private int _distinct;

    public override bool OnlyGrows => _test is null || _test.OnlyGrows;

    public override void Begin(ReadOnlyMemory<MatchEntry> group, int first)
    {
        Array.Clear(_counts);
        _distinct = 0;
    }

    public override void Enter(in MatchEntry entry)
    {
        if (_counts[entry.Rule]++ == 0)
            _distinct++;
    }

    public override void Leave(in MatchEntry entry)
    {
        if (--_counts[entry.Rule] == 0)
            _distinct--;
    }

    public override bool Holds(long end) => _test is null ? _distinct == _counts.Length : _test.Holds(_distinct);
}
