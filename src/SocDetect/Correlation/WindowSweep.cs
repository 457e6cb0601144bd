using System.Runtime.InteropServices;

namespace SocDetect.Correlation;

/// <summary>Slides one rule's window over a group and marks the matches at which it is satisfied; then reads the bursts off the marks.</summary>
internal sealed class WindowSweep(WindowMeasure measure, long timespan)
{
    private readonly List<Segment> _segments = [];

    /// <summary>How far a decision lies behind the match that it is about.</summary>
    public long Ahead { get; } = measure.LooksAhead ? timespan : 0;

    /// <summary>Marks every match whose time is in [from, to]; what the watermark does not decide yet stays unmarked.</summary>
    public void Mark(Group group, long from, long to, long watermark)
    {
        Span<MatchEntry> entries = group.Entries;
        int at = group.FirstAt(from);
        if (at == entries.Length || entries[at].Time > to)
            return;
        int low = group.FirstAt(entries[at].Time - timespan);
        int high = low;
        measure.Begin(group.Memory, low);
        while (at < entries.Length && entries[at].Time <= to)
        {
            long end = entries[at].Time;
            // Matches of one time enter together: a window is closed at both ends.
            while (high < entries.Length && entries[high].Time <= end)
                measure.Enter(entries[high++]);
            while (entries[low].Time < end - timespan)
                measure.Leave(entries[low++]);
            // A match that is only there to be absent ends no window.
            bool holds = Ends(entries[at..high]) && (measure.OnlyGrows || end + Ahead <= watermark ? measure.Holds(end) : measure.HoldsForGood(end));
            for (; at < high; at++)
                entries[at].Satisfied = holds;
        }
    }

    private bool Ends(ReadOnlySpan<MatchEntry> entries)
    {
        foreach (ref readonly MatchEntry entry in entries)
        {
            if (measure.Counts(entry.Rule))
                return true;
        }

        return false;
    }

    /// <summary>The watermark that decides the first undecided match; <see cref="long.MaxValue"/> when all are decided.</summary>
    public long DeadlineOf(Group group, long watermark)
    {
        if (measure.OnlyGrows)
            return long.MaxValue;
        int first = watermark == long.MinValue ? 0 : group.FirstAt(watermark - Ahead + 1);
        return first < group.Count ? group.Entries[first].Time + Ahead : long.MaxValue;
    }

    /// <summary>
    /// The bursts from the settled time on, in order; <paramref name="carried"/> is the one whose beginning is frozen.
    /// False when its end fell into the frozen part, which only the journal can tell.
    /// </summary>
    public bool TryRead(Group group, Burst? carried, out ReadOnlySpan<Segment> segments)
    {
        _segments.Clear();
        Span<MatchEntry> entries = group.Entries;
        int settled = group.FirstAt(group.Settled);
        int low = 0;
        long previous = long.MinValue;
        for (int i = settled; i < entries.Length; i++)
        {
            if (!entries[i].Satisfied || entries[i].Time == previous)
                continue;
            long end = previous = entries[i].Time;
            while (entries[low].Time < end - timespan || !measure.Counts(entries[low].Rule))
                low++;
            long begin = entries[low].Time;
            if (_segments.Count > 0 && begin <= CollectionsMarshal.AsSpan(_segments)[^1].Last + timespan)
            {
                CollectionsMarshal.AsSpan(_segments)[^1].Last = end;
            }
            else if (_segments.Count == 0 && carried is not null && begin <= group.Settled + timespan)
            {
                _segments.Add(new Segment { First = carried.First, Reached = carried.Reached, Last = end, From = settled, Carried = carried });
            }
            else
            {
                _segments.Add(new Segment { First = begin, Reached = end, Last = end, From = low });
            }
        }

        segments = CollectionsMarshal.AsSpan(_segments);
        return carried is null || (_segments.Count > 0 && _segments[0].Carried is not null);
    }
}
