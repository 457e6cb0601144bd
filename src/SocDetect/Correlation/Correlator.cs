using System.Runtime.InteropServices;
using SocCore.Incidents;
using SocCore.Storage;

namespace SocDetect.Correlation;

/// <summary>
/// Runs one rule over matches: true sliding windows on event time, a group at a time. What it holds is a function of the
/// matches and of the watermark, not of the order or the portions in which they came; the match rows are its journal.
/// </summary>
internal sealed partial class Correlator
{
    private const int LargeGroup = 4096;

    private readonly Dictionary<string, Group> _groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly PriorityQueue<Group, long> _deadlines = new();
    private readonly Dictionary<Group, List<MatchEntry>> _arrived = [];
    private readonly Dictionary<Group, (long From, long To)> _withdrawn = [];
    private readonly HashSet<string> _spilled = new(StringComparer.OrdinalIgnoreCase);
    private readonly OriginTable _origins;
    private readonly WindowSweep _sweep;
    private readonly BurstBook _book;
    private readonly RowReader _reader;
    private readonly WindowMeasure _measure;
    private readonly int _maxGroups;
    private long _settled = long.MinValue;
    private long _walked = long.MinValue;
    private long _late;
    private long _ungrouped;
    private long _lateFrom = long.MaxValue;
    private long _lateTo = long.MinValue;

    public Correlator(WindowRule rule, OriginTable origins, RaiseClock clock, int maxGroups)
    {
        Rule = rule;
        _origins = origins;
        _maxGroups = maxGroups;
        _measure = rule.Measure();
        _sweep = new WindowSweep(_measure, rule.Timespan);
        _reader = new RowReader(rule);
        _book = new BurstBook(rule, _measure, _reader, origins, clock);
    }

    /// <summary>The rule.</summary>
    public WindowRule Rule { get; private set; }

    /// <summary>Up to where event time is complete; never moves back.</summary>
    public long Watermark { get; private set; } = long.MinValue;

    /// <summary>How many groups are held.</summary>
    public int Groups => _groups.Count;

    /// <summary>How many matches are held.</summary>
    public long Held => _groups.Values.Sum(static g => (long)g.Count);

    /// <summary>Whether what it decided hangs on its watermark, which then has to be saved.</summary>
    public bool NeedsWatermark => !_measure.OnlyGrows;

    /// <summary>How long after a match its window is decided at the latest, ticks beyond the watermark.</summary>
    public long Delay => _sweep.Ahead;

    /// <summary>How far behind the watermark matches are held, and behind a late match the journal is read.</summary>
    public long Horizon => (_sweep.Ahead > 0 ? 4 : 3) * Rule.Timespan;

    /// <summary>Tells bursts apart.</summary>
    public BurstBook Book => _book;

    /// <summary>Groups where a change touches what is no longer held, and the earliest time that it touches.</summary>
    public Dictionary<string, long> Deep { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The watermark at which the next window is decided; <see cref="long.MaxValue"/> when none waits.</summary>
    public long NextDeadline => _deadlines.TryPeek(out _, out long deadline) ? deadline : long.MaxValue;

    /// <summary>Whether there is something to take.</summary>
    public bool HasChanges => _book.Changed.Count > 0;

    /// <summary>Bursts that changed since the last call.</summary>
    public List<Burst> TakeChanged()
    {
        List<Burst> changed = [.. _book.Changed];
        _book.Changed.Clear();
        changed.Sort(static (a, b) => a.RaisedAt.CompareTo(b.RaisedAt));
        return changed;
    }

    /// <summary>All bursts that are held.</summary>
    public IEnumerable<Burst> Bursts => _groups.Values.Where(static g => g.Bursts is not null).SelectMany(static g => g.Bursts!);

    /// <summary>Event time is complete up to here: decides what waited for it and lets go of what cannot matter any more.</summary>
    public void Advance(long watermark)
    {
        if (watermark <= Watermark)
            return;
        Watermark = watermark;
        while (_deadlines.TryPeek(out Group? group, out long deadline) && deadline <= watermark)
        {
            _deadlines.Dequeue();
            if (group.Deadline != deadline)
                continue;
            group.Deadline = long.MaxValue;
            Evaluate(group, group.Settled, long.MaxValue, onlyGrow: false);
        }

        // Twice a timespan is soon enough to look at groups that nobody touches.
        if (_walked == long.MinValue || watermark - _walked >= 2 * Rule.Timespan)
        {
            _walked = watermark;
            foreach (Group group in _groups.Values)
                Trim(group);
        }

        if (_groups.Count > _maxGroups)
            Spill();
    }

    /// <summary>Matches that came behind the watermark since the last call, and between which times.</summary>
    public long TakeLate(out long from, out long to)
    {
        (long late, from, to) = (_late, _lateFrom, _lateTo);
        (_late, _lateFrom, _lateTo) = (0, long.MaxValue, long.MinValue);
        return late;
    }

    /// <summary>Matches without one of the group fields or values since the last call; they count nowhere.</summary>
    public long TakeUngrouped()
    {
        long matches = _ungrouped;
        _ungrouped = 0;
        return matches;
    }

    /// <summary>Whether a match is of that group and counts in it.</summary>
    public bool IsOf(MatchRow row, string groupKey)
    {
        int input = _reader.InputOf(row.RuleId);
        return input >= 0 && _measure.Counts(input) && _reader.KeysOf(input, row).Contains(groupKey, StringComparer.OrdinalIgnoreCase) && _reader.TryReadValues(input, row, out _);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _groups.Clear();
        _deadlines.Clear();
        _arrived.Clear();
        _withdrawn.Clear();
        _spilled.Clear();
        Deep.Clear();
        _book.Changed.Clear();
        _settled = _walked = long.MinValue;
        Watermark = long.MinValue;
    }

    /// <summary>Goes on under an edited rule of the same logic: titles, level and state may differ.</summary>
    public bool TryAdopt(WindowRule edited)
    {
        bool same = edited.Key == Rule.Key && edited.Timespan == Rule.Timespan && edited.ByAgency == Rule.ByAgency
            && edited.GroupNames.SequenceEqual(Rule.GroupNames) && edited.Inputs.SequenceEqual(Rule.Inputs);
        if (same)
            Rule = edited;
        return same;
    }

    private Group GroupOf(string key)
    {
        ref Group? group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, key, out bool there);
        if (!there)
            group = new Group(key, _spilled.Contains(key) ? long.MaxValue : _settled);
        return group!;
    }

    /// <summary>
    /// Whether a change at that time can reach a burst that is final: its windows begin up to one timespan before it, and
    /// chain with what ended up to one more before.
    /// </summary>
    private bool TouchesSettled(Group group, long time) =>
        group.Settled == long.MaxValue || (group.Settled != long.MinValue && time - _sweep.Ahead < group.Settled + (2 * Rule.Timespan));

    private void NoteDeep(string key, long time) =>
        Deep[key] = Math.Min(time, Deep.GetValueOrDefault(key, long.MaxValue));

    /// <summary>Looks again at every window that a change in [from, to] touches.</summary>
    private bool Evaluate(Group group, long from, long to, bool onlyGrow)
    {
        _sweep.Mark(group, Math.Max(group.Settled, from == long.MinValue ? from : from - _sweep.Ahead), Later(to), Watermark);
        Burst? carried = BurstBook.CarriedOf(group);
        if (!_sweep.TryRead(group, carried, out ReadOnlySpan<Segment> segments))
        {
            NoteDeep(group.Key, Math.Max(from, group.Settled));
            return true;
        }

        bool applied = _book.Apply(group, segments, onlyGrow);
        if (applied)
            SetDeadline(group);
        return applied;
    }

    private void SetDeadline(Group group)
    {
        long deadline = _sweep.DeadlineOf(group, Watermark);
        if (deadline == group.Deadline)
            return;
        group.Deadline = deadline;
        if (deadline != long.MaxValue)
            _deadlines.Enqueue(group, deadline);
    }

    private long Later(long time) => time > long.MaxValue - Rule.Timespan ? long.MaxValue : time + Rule.Timespan;
}
