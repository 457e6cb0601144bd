using System.Runtime.InteropServices;
using SocCore.Events;
using SocCore.Incidents;

namespace SocDetect.Correlation;

/// <summary>
/// Tells which burst is which: what the matches of a group show now against the bursts that are known. A known burst is
/// continued, a joined one is merged into the earlier raised, one that is gone is contradicted, what is left is raised.
/// </summary>
internal sealed class BurstBook(WindowRule rule, WindowMeasure measure, RowReader reader, OriginTable origins, RaiseClock clock)
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
            Burst burst = ClaimantOf(group, i) ?? Revive(group, segments[i]) ?? Raise(group, segments[i]);
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

    /// <summary>A burst that was merged away or contradicted, and is what a new one would be, lives again.</summary>
    private Burst? Revive(Group group, in Segment segment)
    {
        if (group.Bursts is not { } bursts)
            return null;
        Guid uid = UidOf(group, segment);
        foreach (Burst burst in bursts)
        {
            if (burst.Uid == uid && !burst.IsLive)
            {
                burst.MergedInto = null;
                burst.Contradicted = false;
                burst.Frozen = null;
                Changed.Add(burst);
                return burst;
            }
        }

        return null;
    }

    private Burst Raise(Group group, in Segment segment)
    {
        Burst burst = new()
        {
            Uid = UidOf(group, segment),
            GroupKey = Fold.Text(group.Key),
            GroupValues = reader.GroupValues(group.Key),
            RaisedAt = clock.Next(),
        };
        (group.Bursts ??= []).Add(burst);
        return burst;
    }

    private Guid UidOf(Group group, in Segment segment) =>
        IncidentKeys.Uid("detection", rule.Id, rule.LogicHash, Fold.Text(group.Key), group.Entries[segment.From].Id.ToString());

    /// <summary>Gives a burst the numbers that its matches show.</summary>
    private void Settle(Group group, Burst burst, in Segment segment)
    {
        Frozen? frozen = segment.Carried is null ? null : burst.Frozen;
        Span<MatchEntry> entries = group.Entries;
        (int count, UInt128 hash) = Sum(group, segment.From, segment.Last);
        count += frozen?.Count ?? 0;
        hash += frozen?.Hash ?? 0;
        bool moved = burst.Count != count || burst.Hash != hash || burst.First != segment.First || burst.Last != segment.Last || burst.Reached != segment.Reached;

        // A match of the same time and a lesser id may have come, and an inner correlation's match may stand for more agencies than before.
        burst.ReachedEntry = ReachedIn(group, segment.Reached);
        moved |= SetOrigins(burst, frozen);
        if (!moved && burst.Saved is not null)
            return;
        bool evidenceStands = burst.Evidence.Count == Detection.EvidenceLimit && burst.First == segment.First
            && StandsBefore(group, burst, segment, frozen);
        burst.First = segment.First;
        burst.Last = segment.Last;
        burst.Count = count;
        burst.Hash = hash;
        burst.Reached = segment.Reached;
        burst.Historic = entries[group.FirstAt(segment.Last)].Stale;
        if (!evidenceStands)
            burst.Evidence = EvidenceOf(group, segment, frozen);
        Changed.Add(burst);
    }

    /// <summary>Whether the full evidence is still the earliest matches: as many matches lie up to its end as it has.</summary>
    private bool StandsBefore(Group group, Burst burst, in Segment segment, Frozen? frozen)
    {
        EvidenceRef last = burst.Evidence[^1];
        int to = group.FirstAt(last.Timestamp.UtcTicks + 1);
        int before = frozen?.Count ?? 0;
        if (before >= Detection.EvidenceLimit)
            return true;
        Span<MatchEntry> entries = group.Entries;
        for (int i = segment.From; i < to && before <= Detection.EvidenceLimit; i++)
        {
            if (measure.Counts(entries[i].Rule))
                before++;
        }

        return before == Detection.EvidenceLimit;
    }

    private List<EvidenceRef> EvidenceOf(Group group, in Segment segment, Frozen? frozen)
    {
        List<EvidenceRef> evidence = frozen is null ? [] : [.. frozen.Evidence];
        Span<MatchEntry> entries = group.Entries;
        for (int i = segment.From; i < entries.Length && entries[i].Time <= segment.Last && evidence.Count < Detection.EvidenceLimit; i++)
        {
            if (measure.Counts(entries[i].Rule))
                evidence.Add(ToEvidence(entries[i]));
        }

        return evidence;
    }

    private EvidenceRef ToEvidence(in MatchEntry entry)
    {
        Origin origin = origins[entry.Origin];
        return new EvidenceRef(
            entry.Id,
            new DateTimeOffset(entry.Time, TimeSpan.Zero),
            origin.Agencies[0],
            origin.Systems.Count > 0 ? origin.Systems[0] : null,
            origin.Dataset,
            rule.Inputs[entry.Rule]);
    }

    /// <summary>Counts and hashes the matches from a place to a time, and notes their origins.</summary>
    private (int Count, UInt128 Hash) Sum(Group group, int from, long last)
    {
        _origins.Clear();
        int origin = -1;
        int count = 0;
        UInt128 hash = 0;
        Span<MatchEntry> entries = group.Entries;
        for (int i = from; i < entries.Length && entries[i].Time <= last; i++)
        {
            ref MatchEntry entry = ref entries[i];
            if (!measure.Counts(entry.Rule))
                continue;
            count++;
            hash += MatchHash.Of(entry);
            if (entry.Origin != origin)
                _origins.Add(origin = entry.Origin);
        }

        return (count, hash);
    }

    /// <summary>Notes whose matches they are; false when that is known.</summary>
    private bool SetOrigins(Burst burst, Frozen? frozen)
    {
        (IReadOnlyList<string> agencies, IReadOnlyList<string> systems) = (burst.Agencies, burst.Systems);
        burst.Agencies = Union(frozen?.Agencies, _origins.SelectMany(o => origins[o].Agencies), agencies);
        burst.Systems = Union(frozen?.Systems, _origins.SelectMany(o => origins[o].Systems), systems);
        return burst.Agencies != agencies || burst.Systems != systems;
    }

    private static IReadOnlyList<string> Union(SortedSet<string>? frozen, IEnumerable<string> held, IReadOnlyList<string> present)
    {
        SortedSet<string> all = new(held, StringComparer.Ordinal);
        if (frozen is not null)
            all.UnionWith(frozen);
        return all.Count == present.Count && all.SequenceEqual(present) ? present : [.. all];
    }

    private MatchEntry? ReachedIn(Group group, long reached)
    {
        MatchEntry? least = null;
        Span<MatchEntry> entries = group.Entries;
        for (int i = group.FirstAt(reached); i < entries.Length && entries[i].Time == reached; i++)
        {
            if (measure.Counts(entries[i].Rule) && (least is not { } known || Order(entries[i]).CompareTo(Order(known)) < 0))
                least = entries[i];
        }

        return least;

        static (EventId, int, ushort) Order(in MatchEntry entry) => (entry.Id, entry.Rule, entry.Branch);
    }

    private void FreezePart(Group group, Burst burst, long settled)
    {
        // What was frozen before ends where the group was settled before; a burst that was whole begins with its first match.
        int from = group.FirstAt(burst.Frozen is null ? burst.First : group.Settled);
        (int count, UInt128 hash) = Sum(group, from, settled - 1);
        Frozen frozen = burst.Frozen ??= new Frozen();
        frozen.Count += count;
        frozen.Hash += hash;
        foreach (int origin in _origins)
        {
            frozen.Agencies.UnionWith(origins[origin].Agencies);
            frozen.Systems.UnionWith(origins[origin].Systems);
        }

        Span<MatchEntry> entries = group.Entries;
        for (int i = from; i < entries.Length && entries[i].Time < settled && frozen.Evidence.Count < Detection.EvidenceLimit; i++)
        {
            if (measure.Counts(entries[i].Rule))
                frozen.Evidence.Add(ToEvidence(entries[i]));
        }
    }
}
