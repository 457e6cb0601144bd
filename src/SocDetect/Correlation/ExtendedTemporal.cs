namespace SocDetect.Correlation;

/// <summary>A condition over rule names, in any order of events.</summary>
internal sealed class ExtendedTemporal(NameCondition condition, int rules, long timespan) : ExtendedMeasure(condition, rules, timespan)
{
    private readonly int[] _counts = new int[rules];

    public override void Begin(ReadOnlyMemory<MatchEntry> group, int first)
    {
        base.Begin(group, first);
        Array.Clear(_counts);
    }

    public override void Enter(in MatchEntry entry) => _counts[entry.Rule]++;

    public override void Leave(in MatchEntry entry) => _counts[entry.Rule]--;

    protected override bool Met(long end, bool hopeless) => Met(Condition, end, hopeless);

    private bool Met(NameCondition condition, long end, bool hopeless) => condition switch
    {
        NameCondition.Seen seen => _counts[seen.Rule] > 0,
        NameCondition.Absent absent => !hopeless && IsAbsent(absent.Rule, end),
        NameCondition.And and => Array.TrueForAll(and.Parts, p => Met(p, end, hopeless)),
        NameCondition.Or or => Array.Exists(or.Parts, p => Met(p, end, hopeless)),
        _ => false,
    };
}
