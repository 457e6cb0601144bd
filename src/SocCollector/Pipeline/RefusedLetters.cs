using SocCollector.Spool;
using SocCore.Events;
using SocCore.Storage;

namespace SocCollector.Pipeline;

/// <summary>Makes dead letters of events that a store refuses for good: their records are read from the spool once more, for the bytes as they came.</summary>
internal static class RefusedLetters
{
    public static IReadOnlyList<DeadLetter> Make(LogSpool spool, EventBatch events, IReadOnlyList<RefusedEvent> refused)
    {
        Dictionary<EventId, RefusedEvent> reasons = refused.DistinctBy(static r => r.Id).ToDictionary(static r => r.Id);
        SortedDictionary<long, List<int>> places = [];
        for (int i = 0; i < events.Count; i++)
        {
            if (!reasons.ContainsKey(events[i].Id))
                continue;
            if (!places.TryGetValue(events[i].Sequence, out List<int>? same))
                places[events[i].Sequence] = same = [];
            same.Add(i);
        }

        List<DeadLetter> letters = [];
        if (places.Count == 0)
            return letters;
        PeerNames peers = new();
        using SpoolReader reader = new(spool, places.Keys.First() - 1);
        while (letters.Count < reasons.Count && reader.TryRead(out SpoolRecord record, out SpoolDamage? damage))
        {
            if (damage is not null || !places.TryGetValue(record.Sequence, out List<int>? found))
                continue;
            foreach (int place in found)
                letters.Add(Make(spool, record, peers, events[place], reasons[events[place].Id]));
        }

        return letters;
    }

    private static DeadLetter Make(LogSpool spool, in SpoolRecord record, PeerNames peers, EcsEvent source, RefusedEvent refused) => new()
    {
        Id = source.Id,
        Bytes = record.Bytes.ToArray(),
        Listener = spool.Listeners[record.Listener].Id,
        Peer = peers.NameOf(record.Peer),
        Name = (record.Kind == RecordKind.Replay ? ReplayName.OriginalOf(record.Name) : record.Name).ToArray(),
        Source = source.Text(EcsField.SocSource),
        Agency = source.Text(EcsField.OrganizationId) ?? AgencyScope.Unassigned,
        Stage = "store",
        Reason = $"{refused.Type}: {refused.Reason}",
        ReceivedAt = new DateTimeOffset(record.ReceivedAt, TimeSpan.Zero),
    };
}
