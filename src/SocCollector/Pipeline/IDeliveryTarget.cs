using SocCore.Events;
using SocCore.Storage;

namespace SocCollector.Pipeline;

/// <summary>Where events go: the store, or a file of ECS lines. Whatever fails here is an outage and is tried again.</summary>
internal interface IDeliveryTarget
{
    /// <summary>Deliveries that may be on their way behind the one that is being appended; 0 when the target takes one after the other.</summary>
    int Ahead { get; }

    /// <summary>Sends events that <see cref="AppendAsync"/> gets later. A failure costs nothing: they are then appended as ones that may repeat.</summary>
    ValueTask WriteAheadAsync(EventBatch events, bool mayRepeat, CancellationToken cancel);

    /// <summary>Up to where the target has everything of a spool; 0 when it has nothing.</summary>
    ValueTask<long> GetDeliveredAsync(short spool, CancellationToken cancel);

    /// <summary>Keeps dead letters; the same letter again counts a try.</summary>
    ValueTask KeepAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancel);

    /// <summary>Takes events and the position with them.</summary>
    ValueTask<AppendOutcome> AppendAsync(EventBatch events, SpoolPosition delivered, bool mayRepeat, CancellationToken cancel);

    /// <summary>Marks dead letters as read by a replay.</summary>
    ValueTask MarkReplayedAsync(IReadOnlyCollection<EventId> ids, DateTimeOffset at, CancellationToken cancel);

    /// <summary>Up to where, of what was delivered, the target needs the spool no more, whatever happens to the machine.</summary>
    ValueTask<long> GetKeptForGoodAsync(SpoolPosition delivered, CancellationToken cancel);
}
