using SocCore.Rules;

namespace SocDetect.Correlation;

/// <summary>
/// The referenced rules in their order, each step after the one before. For every step the latest beginning of a chain
/// that got so far is kept, so that a match costs one comparison a step and no pair is left unchecked.
/// </summary>
/// <param name="steps">The input rule of each step.</param>
/// <param name="timespan">The longest distance between first and last step, ticks.</param>
/// <param name="range">How many steps from the first on; null for all.</param>
internal sealed class TemporalOrdered(int[] steps, long timespan, CountRange? range) : WindowMeasure
{
    private readonly NumberTest? _test = range is null ? null : new NumberTest(range);
    private readonly long[] _begin = new long[steps.Length];

    public override bool OnlyGrows => _test is null || _test.OnlyGrows;

    public override void Begin(ReadOnlyMemory<MatchEntry> group, int first) => Array.Fill(_begin, long.MinValue);

    public override void Enter(in MatchEntry entry)
    {
        // Backwards, so that one match is never two steps.
        for (int step = steps.Length - 1; step >= 0; step--)
        {
            if (steps[step] != entry.Rule)
                continue;
            long begin = step == 0 ? entry.Time : _begin[step - 1];
            if (begin > _begin[step])
                _begin[step] = begin;
        }
    }

    public override void Leave(in MatchEntry entry)
    {
        // Chains that begin before the window are told by their beginning.
    }

    public override bool Holds(long end)
    {
        int reached = 0;
        while (reached < _begin.Length && _begin[reached] >= end - timespan && _begin[reached] != long.MinValue)
            reached++;
        return _test is null ? reached == _begin.Length : _test.Holds(reached);
    }
}
