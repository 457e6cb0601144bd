using SocCore.Rules;

namespace SocDetect.Correlation;

/// <summary>Number of matches in the window.</summary>
internal sealed class EventCount(CountRange range) : WindowMeasure
{
    private readonly NumberTest _test = new(range);
    private int _count;

    public override bool OnlyGrows => _test.OnlyGrows;

    public override void Begin(ReadOnlyMemory<MatchEntry> group, int first) => _count = 0;

    public override void Enter(in MatchEntry entry) => _count++;

    public override void Leave(in MatchEntry entry) => _count--;

    public override bool Holds(long end) => _test.Holds(_count);
}
