using SocCore.Events;
using SocCore.Incidents;

namespace SocDetect.Correlation;

/// <content>What a burst adds up to: times, count, hash, evidence, origins, and the part of it that is no longer held.</content>
internal sealed partial class BurstBook
{
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
