namespace SocDetect.Correlation;

/// <summary>
/// A condition over rule names where the parts of an <c>and</c> come in the order in which they are written, each after
/// the one before. Names that are to be absent have no place in the order.
/// </summary>
internal sealed class ExtendedOrdered(NameCondition condition, int rules, long timespan) : ExtendedMeasure(condition, rules, timespan)
{
    private const int Never = -1;

    private ReadOnlyMemory<MatchEntry> _group;
    private int _low;
    private int _high;

    public override void Begin(ReadOnlyMemory<MatchEntry> group, int first)
    {
        base.Begin(group, first);
        _group = group;
        _low = _high = first;
    }

    public override void Enter(in MatchEntry entry) => _high++;

    public override void Leave(in MatchEntry entry) => _low++;

    protected override bool Met(long end, bool hopeless) => Reach(Condition, _low, end, hopeless) != Never;

    /// <summary>The first place behind which the condition is complete when only matches from a place on count.</summary>
    private int Reach(NameCondition condition, int from, long end, bool hopeless)
    {
        switch (condition)
        {
            case NameCondition.Seen seen:
                ReadOnlySpan<MatchEntry> group = _group.Span;
                for (int i = from; i < _high; i++)
                {
                    if (group[i].Rule == seen.Rule)
                        return i + 1;
                }

                return Never;
            case NameCondition.Absent absent:
                return !hopeless && IsAbsent(absent.Rule, end) ? from : Never;
            case NameCondition.And and:
                int at = from;
                foreach (NameCondition part in and.Parts)
                {
                    at = Reach(part, at, end, hopeless);
                    if (at == Never)
                        return Never;
                }

                return at;
            case NameCondition.Or or:
                int best = Never;
                foreach (NameCondition part in or.Parts)
                {
                    int reached = Reach(part, from, end, hopeless);
                    if (reached != Never && (best == Never || reached < best))
                        best = reached;
                }

                return best;
            default:
                return Never;
        }
    }
}
