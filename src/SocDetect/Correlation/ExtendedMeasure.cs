namespace SocDetect.Correlation;

/// <summary>What the extended conditions share: names that are to be absent are looked for in what follows a match.</summary>
internal abstract class ExtendedMeasure : WindowMeasure
{
    private readonly long _timespan;
    private readonly List<long>?[] _times;
    private readonly bool[] _seen;
    private readonly bool _looksAhead;

    protected ExtendedMeasure(NameCondition condition, int rules, long timespan)
    {
        Condition = condition;
        _timespan = timespan;
        _times = new List<long>?[rules];
        _seen = new bool[rules];
        foreach (int rule in condition.Rules(absent: true))
            _times[rule] ??= [];
        foreach (int rule in condition.Rules(absent: false))
            _seen[rule] = true;
        _looksAhead = Array.Exists(_times, static t => t is not null);
    }

    /// <summary>The condition.</summary>
    protected NameCondition Condition { get; }

    public override bool OnlyGrows => !_looksAhead;

    public override bool LooksAhead => _looksAhead;

    public override bool Counts(int rule) => _seen[rule];

    public override void Begin(ReadOnlyMemory<MatchEntry> group, int first)
    {
        if (!_looksAhead)
            return;
        foreach (List<long>? times in _times)
            times?.Clear();
        foreach (ref readonly MatchEntry entry in group.Span[first..])
            _times[entry.Rule]?.Add(entry.Time);
    }

    public override bool HoldsForGood(long end) => OnlyGrows ? Holds(end) : Met(end, hopeless: true);

    public override bool Holds(long end) => Met(end, hopeless: false);

    /// <summary>Whether the condition is met; where it is hopeless every name that is to be absent counts as come.</summary>
    protected abstract bool Met(long end, bool hopeless);

    /// <summary>Whether the rule does not come in [end, end + timespan].</summary>
    protected bool IsAbsent(int rule, long end)
    {
        List<long> times = _times[rule]!;
        int low = 0;
        int high = times.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (times[middle] < end)
                low = middle + 1;
            else
                high = middle;
        }

        return low == times.Count || times[low] > end + _timespan;
    }
}
