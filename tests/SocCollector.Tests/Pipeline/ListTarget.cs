using SocCollector.Pipeline;
using SocCore.Events;
using SocCore.Storage;

namespace SocCollector.Tests.Pipeline;

/// <summary>A target that keeps what it gets as text, by id, and fails when it is told to.</summary>
internal sealed class ListTarget : IDeliveryTarget
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EventId, string> _byId = [];
    private readonly Dictionary<EventId, DeadLetter> _letters = [];

    public List<(long Sequence, string Message)> Events { get; } = [];

    public List<EcsFacts> Facts { get; } = [];

    public List<DeadLetter> Letters { get; } = [];

    public HashSet<EventId> Replayed { get; } = [];

    public long Delivered { get; set; }

    /// <summary>Appends that are to fail before the next one works; negative: fail after taking, so that the answer is lost.</summary>
    public int Failures { get; set; }

    /// <summary>A message whose events it will never take.</summary>
    public string? Refuses { get; set; }

    public int Appends { get; private set; }

    public int Ahead { get; set; }

    /// <summary>What was announced and not appended yet.</summary>
    public HashSet<EventBatch> Announced { get; } = [];

    /// <summary>The most that were announced at once.</summary>
    public int MostAnnounced { get; private set; }

    /// <summary>Announcements that are to fail.</summary>
    public int AheadFailures { get; set; }

    public List<string> Messages
    {
        get
        {
            lock (_gate)
                return [.. Events.Select(static e => e.Message)];
        }
    }

    public List<DeadLetter> Snapshot()
    {
        lock (_gate)
            return [.. Letters];
    }

    public DeadLetter? Find(EventId id)
    {
        lock (_gate)
            return _letters.GetValueOrDefault(id);
    }

    /// <summary>Whether it does not even say where it stands.</summary>
    public bool IsAway { get; set; }

    public ValueTask<long> GetDeliveredAsync(short spool, CancellationToken cancel) =>
        IsAway ? throw new IOException("the store is away") : ValueTask.FromResult(Delivered);

    public ValueTask KeepAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancel)
    {
        lock (_gate)
        {
            foreach (DeadLetter letter in letters)
            {
                if (_letters.TryAdd(letter.Id, letter))
                    Letters.Add(letter);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAheadAsync(EventBatch events, bool mayRepeat, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (AheadFailures > 0)
            {
                AheadFailures--;
                throw new IOException("the store is away");
            }

            Announced.Add(events);
            MostAnnounced = Math.Max(MostAnnounced, Announced.Count);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<AppendOutcome> AppendAsync(EventBatch events, SpoolPosition delivered, bool mayRepeat, CancellationToken cancel)
    {
        lock (_gate)
        {
            Appends++;
            Announced.Remove(events);
            if (IsAway)
                throw new IOException("the store is away");
            if (Failures > 0)
            {
                Failures--;
                throw new IOException("the store is away");
            }

            int stored = 0;
            List<RefusedEvent> refused = [];
            for (int i = 0; i < events.Count; i++)
            {
                EcsEvent each = events[i];
                string message = each.Text(EcsField.Message)!;
                if (message == Refuses)
                {
                    refused.Add(new RefusedEvent(each.Id, "document_parsing_exception", "it does not fit"));
                    continue;
                }

                if (mayRepeat && _byId.ContainsKey(each.Id))
                    continue;
                _byId.Add(each.Id, message);
                Events.Add((each.Sequence, message));
                Facts.Add(new EcsFacts(each.Id, each.Created, each.Text(EcsField.LogSourceAddress), each.Text(EcsField.EventDataset)));
                stored++;
            }

            if (Failures < 0)
            {
                Failures++;
                throw new IOException("the answer is lost");
            }

            if (refused.Count > 0)
                return ValueTask.FromResult(new AppendOutcome(stored, events.Count - stored - refused.Count) { Refused = refused });
            Delivered = delivered.Sequence;
            return ValueTask.FromResult(new AppendOutcome(stored, events.Count - stored));
        }
    }

    public ValueTask MarkReplayedAsync(IReadOnlyCollection<EventId> ids, DateTimeOffset at, CancellationToken cancel)
    {
        lock (_gate)
            Replayed.UnionWith(ids);
        return ValueTask.CompletedTask;
    }

    public ValueTask<long> GetKeptForGoodAsync(SpoolPosition delivered, CancellationToken cancel) => ValueTask.FromResult(delivered.Sequence);
}
