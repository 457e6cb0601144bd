using System.Globalization;
using System.Runtime.InteropServices;
using SocCore.Events;
using SocCore.Incidents;

namespace SocDetect.Correlation;

/// <summary>
/// Tells which burst is which: what the matches of a group show now against the bursts that are known. A known burst is
/// continued, a joined one is merged into the earlier raised, one that is gone is contradicted, what is left is raised.
/// </summary>
internal sealed partial class BurstBook(WindowRule rule, WindowMeasure measure, RowReader reader, OriginTable origins, RaiseClock clock)
{
    private readonly Dictionary<Burst, int> _places = [];
    private readonly HashSet<int> _origins = [];

    /// <summary>Bursts that changed since they were last taken.</summary>
    public HashSet<Burst> Changed { get; } = [];

    /// <summary>The frozen burst of a group that may still go on, or null.</summary>
    public static Burst? CarriedOf(Group group)
    {
        Burst? carried = null;
        foreach (Burst burst in CollectionsMarshal.AsSpan(group.Bursts))
        {
            if (burst is { Frozen: not null, IsLive: true } && (carried is null || burst.Last > carried.Last))
                carried = burst;
        }

        return carried;
    }

    /// <summary>Applies what the matches show. With <paramref name="onlyGrow"/> nothing is done, and false returned, when that is more than growth of known bursts.</summary>
    public bool Apply(Group group, ReadOnlySpan<Segment> segments, bool onlyGrow)
    {
        Place(group, segments);
        if (onlyGrow && !IsGrowth(group, segments.Length))
            return false;
        for (int i = 0; i < segments.Length; i++)
        {
            Burst burst = ClaimantOf(group, i) ?? ReviveOrRaise(group, segments[i]);
            foreach (Burst other in CollectionsMarshal.AsSpan(group.Bursts))
            {
                if (other != burst && other.IsLive && _places.TryGetValue(other, out int place) && place == i)
                {
                    other.MergedInto = burst.Uid;
                    Changed.Add(other);
                }
            }

            if (segments[i].Carried is { } carried && carried != burst)
                burst.Frozen = carried.Frozen;
            Settle(group, burst, segments[i]);
        }

        foreach ((Burst burst, int place) in _places)
        {
            if (place < 0)
            {
                burst.Contradicted = true;
                Changed.Add(burst);
            }
        }

        return true;
    }

    /// <summary>Makes everything that ends before a time final, and freezes what of the living bursts lies before it.</summary>
    public void Freeze(Group group, long settled)
    {
        if (group.Bursts is { } bursts)
        {
            foreach (Burst burst in bursts)
            {
                if (burst.IsLive && burst.Last >= settled && burst.Reached < settled)
                    FreezePart(group, burst, settled);
            }

            bursts.RemoveAll(b => b.Last < settled);
            if (bursts.Count == 0)
                group.Bursts = null;
        }

        group.Settled = settled;
    }

    /// <summary>A burst as it was saved.</summary>
    public Burst FromSaved(Detection saved)
    {
        clock.NotBefore(saved.RaisedAt);
        return new Burst
        {
            Uid = saved.Uid,
            GroupKey = saved.GroupKey,
            GroupValues = saved.GroupValues,
            RaisedAt = saved.RaisedAt,
            First = saved.FirstEvent.UtcTicks,
            Reached = saved.ReachedAt.UtcTicks,
            Last = saved.LastEvent.UtcTicks,
            Count = saved.MatchCount,
            Hash = MatchHash.Parse(saved.MatchHash),
            Evidence = saved.Evidence,
            Agencies = saved.Agencies,
            Systems = saved.Systems,
            Historic = saved.Historic,
            MergedInto = saved.MergedInto,
            Contradicted = saved.Contradicted,
            Saved = saved,
        };
    }

    /// <summary>Gives a group a burst that was known before; what the group does not hold of it becomes its frozen part.</summary>
    public void Attach(Group group, Burst burst)
    {
        burst.Frozen = null;
        if (burst.Last < group.Settled)
            return;
        (group.Bursts ??= []).Add(burst);
        if (!burst.IsLive)
            return;
        if (burst.Reached >= group.Settled)
        {
            // Its matches have to be there to be judged again; of what the journal dropped, the fact stands as it is.
            if (Sum(group, group.FirstAt(burst.First), burst.Last).Count < burst.Count)
                group.Bursts.Remove(burst);
            return;
        }

        (int count, UInt128 hash) = Sum(group, group.FirstAt(group.Settled), burst.Last);
        burst.Frozen = new Frozen
        {
            Count = burst.Count - count,
            Hash = burst.Hash - hash,
            Evidence = [.. burst.Evidence.Where(e => e.Timestamp.UtcTicks < group.Settled)],
            Agencies = new SortedSet<string>(burst.Agencies, StringComparer.Ordinal),
            Systems = new SortedSet<string>(burst.Systems, StringComparer.Ordinal),
        };
    }

    /// <summary>Finds for every living burst the segment that it is: the one that it overlaps, else the one that it nearly touches.</summary>
    private void Place(Group group, ReadOnlySpan<Segment> segments)
    {
        _places.Clear();
        foreach (Burst burst in CollectionsMarshal.AsSpan(group.Bursts))
        {
            if (!burst.IsLive)
                continue;
            int place = PlaceOf(burst, segments, 0);
            _places[burst] = place >= 0 ? place : PlaceOf(burst, segments, rule.Timespan);
        }
    }

    private static int PlaceOf(Burst burst, ReadOnlySpan<Segment> segments, long widened)
    {
        for (int i = 0; i < segments.Length; i++)
        {
            ref readonly Segment segment = ref segments[i];
            if (segment.Carried == burst || (segment.First - widened <= burst.Last && burst.First <= segment.Last + widened))
                return i;
        }

        return -1;
    }

    private bool IsGrowth(Group group, int segments)
    {
        if (_places.Count != segments)
            return false;
        ulong taken = 0;
        foreach (int place in _places.Values)
        {
            if (place is < 0 or > 63 || (taken & (1UL << place)) != 0)
                return false;
            taken |= 1UL << place;
        }

        return true;
    }

    /// <summary>The earliest raised of the bursts that are this segment.</summary>
    private Burst? ClaimantOf(Group group, int segment)
    {
        Burst? first = null;
        foreach (Burst burst in CollectionsMarshal.AsSpan(group.Bursts))
        {
            if (!_places.TryGetValue(burst, out int place) || place != segment)
                continue;
            if (first is null || burst.RaisedAt < first.RaisedAt || (burst.RaisedAt == first.RaisedAt && burst.Uid.CompareTo(first.Uid) < 0))
                first = burst;
        }

        return first;
    }

    /// <summary>
    /// A burst that was merged away or contradicted, and is what a new one would be, lives again; else it is raised. A burst
    /// that late matches moved off the match it is named after keeps its name, so the next one there is told apart by a number.
    /// </summary>
    private Burst ReviveOrRaise(Group group, in Segment segment)
    {
        group.Bursts ??= [];
        for (int number = 0; ; number++)
        {
            Guid uid = UidOf(group, segment, number);
            Burst? known = group.Bursts.Find(b => b.Uid == uid);
            if (known is null)
                return Raise(group, uid);
            if (known.IsLive)
                continue;
            known.MergedInto = null;
            known.Contradicted = false;
            known.Frozen = null;
            Changed.Add(known);
            return known;
        }
    }

    private Burst Raise(Group group, Guid uid)
    {
        Burst burst = new()
        {
            Uid = uid,
            GroupKey = Fold.Text(group.Key),
            GroupValues = reader.GroupValues(group.Key),
            RaisedAt = clock.Next(),
        };
        group.Bursts!.Add(burst);
        return burst;
    }

    private Guid UidOf(Group group, in Segment segment, int number)
    {
        string first = group.Entries[segment.From].Id.ToString();
        return number == 0
            ? IncidentKeys.Uid("detection", rule.Id, rule.LogicHash, Fold.Text(group.Key), first)
            : IncidentKeys.Uid("detection", rule.Id, rule.LogicHash, Fold.Text(group.Key), first, number.ToString(CultureInfo.InvariantCulture));
    }
}
