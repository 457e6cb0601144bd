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

    /// <summary>Groups whose late matches touch what is no longer held, by key.</summary>
    public Dictionary<string, DeepGroup> Deep { get; } = new(StringComparer.OrdinalIgnoreCase);

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

    /// <summary>
    /// Takes matches in, in the order of delivery. What touches windows that are no longer held is left to the caller by
    /// <see cref="Deep"/>, to be followed by <see cref="Rebuild"/>.
    /// </summary>
    public void Absorb(IReadOnlyList<MatchRow> rows)
    {
        _arrived.Clear();
        foreach (MatchRow row in rows)
            Arrive(row);
        foreach ((Group group, List<MatchEntry> entries) in _arrived)
        {
            if (group.Count >= LargeGroup)
                Trim(group);
            if (IsDeep(group, entries))
                continue;
            if (_withdrawn.Remove(group, out (long From, long To) range))
                Replace(group, CollectionsMarshal.AsSpan(entries), range.From, range.To);
            else
                Absorb(group, CollectionsMarshal.AsSpan(entries));
        }

        foreach ((Group group, (long from, long to)) in _withdrawn)
            Evaluate(group, from, to, onlyGrow: false);
        _withdrawn.Clear();
    }

    /// <summary>
    /// Takes a match of an inner correlation out again, because it moved or is no more; the windows are looked at with the
    /// next <see cref="Absorb(IReadOnlyList{MatchRow})"/>, so that a move is one change.
    /// </summary>
    public void Withdraw(MatchRow row)
    {
        int input = _reader.InputOf(row.RuleId);
        if (input < 0)
            return;
        foreach (string key in _reader.KeysOf(input, row))
        {
            Group group = GroupOf(key);
            bool removed = group.Remove(row.Timestamp, row.EventId, input, MatchRows.BranchOf(row));
            if (TouchesSettled(group, row.Timestamp))
                NoteDeep(group.Key, row.Timestamp);
            else if (removed)
                _withdrawn[group] = _withdrawn.TryGetValue(group, out (long From, long To) range)
                    ? (Math.Min(range.From, row.Timestamp), Math.Max(range.To, row.Timestamp))
                    : (row.Timestamp, row.Timestamp);
        }
    }

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

    private void Arrive(MatchRow row)
    {
        int input = _reader.InputOf(row.RuleId);
        if (input < 0)
            return;
        IReadOnlyList<string> keys = _reader.KeysOf(input, row);
        if (keys.Count == 0 || !_reader.TryReadValues(input, row, out object? values))
        {
            _ungrouped++;
            return;
        }

        if (row.Timestamp < Watermark)
        {
            _late++;
            _lateFrom = Math.Min(_lateFrom, row.Timestamp);
            _lateTo = Math.Max(_lateTo, row.Timestamp);
        }

        foreach (string key in keys)
            Note(GroupOf(key), row, input, values);
    }

    private void Note(Group group, MatchRow row, int input, object? values)
    {
        bool ofCorrelation = row.Values.ContainsKey(OriginTable.AgenciesField);
        MatchEntry entry = new(
            row.Timestamp, row.EventId, row.Spool, row.Sequence, input, _origins.NumberOf(row, ofCorrelation), values, row.Values.ContainsKey(MatchRows.StaleField), MatchRows.BranchOf(row));
        ref List<MatchEntry>? entries = ref CollectionsMarshal.GetValueRefOrAddDefault(_arrived, group, out _);
        entries ??= [];

        // Matches of one event come one after the other; where they are one match, it is that of the first rule, as in Sorted.
        if (!Rule.Temporal && entries.Count > 0 && MatchEntry.IsSameEvent(entries[^1], entry))
            entries[^1] = entries[^1].Rule <= entry.Rule ? entries[^1] : entry;
        else
            entries.Add(entry);
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

    private bool IsDeep(Group group, List<MatchEntry> entries)
    {
        long earliest = long.MaxValue;
        foreach (ref readonly MatchEntry entry in CollectionsMarshal.AsSpan(entries))
            earliest = Math.Min(earliest, entry.Time);
        if (!TouchesSettled(group, earliest))
            return false;
        NoteDeep(group.Key, earliest).Waiting.AddRange(entries);
        return true;
    }

    private DeepGroup NoteDeep(string key, long time)
    {
        ref DeepGroup? deep = ref CollectionsMarshal.GetValueRefOrAddDefault(Deep, key, out _);
        deep ??= new DeepGroup();
        deep.Earliest = Math.Min(deep.Earliest, time);
        return deep;
    }

    /// <summary>Takes matches in where others were withdrawn from [from, to].</summary>
    private void Replace(Group group, Span<MatchEntry> entries, long from, long to)
    {
        MatchEntry[] sorted = Sorted(group, entries);
        group.Insert(sorted);
        if (sorted.Length > 0)
            (from, to) = (Math.Min(from, sorted[0].Time), Math.Max(to, sorted[^1].Time));
        Evaluate(group, from, to, onlyGrow: false);
    }

    private void Absorb(Group group, Span<MatchEntry> entries)
    {
        if (entries.Length == 1)
        {
            if (!group.Contains(entries[0], Rule.Temporal))
                AbsorbOne(group, entries);
            return;
        }

        if (TryGrow(group, entries))
            return;

        // More than growth: a uid names the earliest match that was known when a burst was raised, so one match at a time,
        // and in growing portions again as soon as that is mere growth.
        int portion = 1;
        for (int at = 0; at < entries.Length;)
        {
            Span<MatchEntry> next = entries.Slice(at, Math.Min(portion, entries.Length - at));
            if (next.Length > 1 && !TryGrow(group, next))
            {
                portion = 1;
                continue;
            }

            if (next.Length == 1 && !group.Contains(next[0], Rule.Temporal))
                AbsorbOne(group, next);
            at += next.Length;
            portion *= 2;
        }
    }

    /// <summary>Takes matches in when they do no more than let known bursts grow; else leaves everything as it was.</summary>
    private bool TryGrow(Group group, Span<MatchEntry> entries)
    {
        MatchEntry[] sorted = Sorted(group, entries);
        if (sorted.Length == 0)
            return true;
        group.Insert(sorted);
        if (Evaluate(group, sorted[0].Time, sorted[^1].Time, onlyGrow: true))
            return true;
        group.Remove(sorted);
        _sweep.Mark(group, sorted[0].Time - _sweep.Ahead, Later(sorted[^1].Time), Watermark);
        return false;
    }

    private void AbsorbOne(Group group, Span<MatchEntry> entry)
    {
        group.Insert(entry);
        Evaluate(group, entry[0].Time, entry[0].Time, onlyGrow: false);
    }

    /// <summary>What is new, in order, each once.</summary>
    private MatchEntry[] Sorted(Group group, Span<MatchEntry> entries)
    {
        List<MatchEntry> fresh = new(entries.Length);
        foreach (ref readonly MatchEntry entry in entries)
        {
            if (!group.Contains(entry, Rule.Temporal))
                fresh.Add(entry);
        }

        fresh.Sort(static (a, b) => MatchEntry.Compare(a, b));
        int kept = 0;
        for (int i = 0; i < fresh.Count; i++)
        {
            bool same = kept > 0 && MatchEntry.IsSameEvent(fresh[kept - 1], fresh[i])
                && (!Rule.Temporal || fresh[kept - 1].Rule == fresh[i].Rule);
            if (!same)
                fresh[kept++] = fresh[i];
        }

        fresh.RemoveRange(kept, fresh.Count - kept);
        return [.. fresh];
    }

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
