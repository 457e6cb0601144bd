using System.Runtime.InteropServices;
using SocCore.Storage;

namespace SocDetect.Correlation;

/// <content>How a scan's changes come in: as much at once as is mere growth, else one match at a time.</content>
internal sealed partial class Correlator
{
    /// <summary>
    /// Takes a scan's changes in: matches of inner correlations that moved or are no more, then new matches in the order of
    /// delivery. What touches windows that are no longer held is left to the caller by <see cref="Deep"/>, to be followed by
    /// <see cref="Rebuild"/>.
    /// </summary>
    public void TakeIn(IReadOnlyList<MatchRow> withdrawn, IReadOnlyList<MatchRow> arrived) => TakeIn(withdrawn, arrived, null);

    private void TakeIn(IReadOnlyList<MatchRow> withdrawn, IReadOnlyList<MatchRow> arrived, Func<string, bool>? wanted)
    {
        foreach (MatchRow row in withdrawn)
            Withdraw(row, wanted);
        _arrived.Clear();
        foreach (MatchRow row in arrived)
            Arrive(row, wanted);
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
        _arrived.Clear();
    }

    /// <summary>Takes a match out again; the windows are looked at when everything is in, so that a move is one change.</summary>
    private void Withdraw(MatchRow row, Func<string, bool>? wanted)
    {
        int input = _reader.InputOf(row.RuleId);
        if (input < 0)
            return;
        foreach (string key in _reader.KeysOf(input, row))
        {
            if (wanted is not null && !wanted(key))
                continue;
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

    /// <summary>Notes a match for its groups; only new ones are counted, not those that are taken in again for some groups.</summary>
    private void Arrive(MatchRow row, Func<string, bool>? wanted)
    {
        int input = _reader.InputOf(row.RuleId);
        if (input < 0)
            return;
        IReadOnlyList<string> keys = _reader.KeysOf(input, row);
        bool counts = _reader.TryReadValues(input, row, out object? values) && keys.Count > 0;
        if (wanted is null)
            Tally(row, counts);
        if (!counts)
            return;
        foreach (string key in keys)
        {
            if (wanted is null || wanted(key))
                Note(GroupOf(key), row, input, values);
        }
    }

    private void Tally(MatchRow row, bool counts)
    {
        if (!counts)
        {
            _ungrouped++;
        }
        else if (row.Timestamp < Watermark)
        {
            _late++;
            _lateFrom = Math.Min(_lateFrom, row.Timestamp);
            _lateTo = Math.Max(_lateTo, row.Timestamp);
        }
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

    private bool IsDeep(Group group, List<MatchEntry> entries)
    {
        long earliest = long.MaxValue;
        foreach (ref readonly MatchEntry entry in CollectionsMarshal.AsSpan(entries))
            earliest = Math.Min(earliest, entry.Time);
        if (!TouchesSettled(group, earliest))
            return false;
        NoteDeep(group.Key, earliest);
        return true;
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
}
