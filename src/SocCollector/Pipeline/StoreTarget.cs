using SocCore.Events;
using SocCore.Storage;

namespace SocCollector.Pipeline;

/// <summary>Delivery into the event store; dead letters go to the state store.</summary>
internal sealed class StoreTarget(IEventStore events, IStateStore state, ICheckpointedPositions? checkpoints) : IDeliveryTarget
{
    private readonly IWriteAhead? _ahead = events as IWriteAhead;

    /// <inheritdoc/>
    public int Ahead => _ahead is null ? 0 : 1;

    /// <inheritdoc/>
    public ValueTask WriteAheadAsync(EventBatch batch, bool mayRepeat, CancellationToken cancel) =>
        _ahead?.WriteAheadAsync(batch, mayRepeat, cancel) ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<long> GetDeliveredAsync(short spool, CancellationToken cancel)
    {
        foreach (SpoolPosition position in await events.GetPublishedAsync(cancel).ConfigureAwait(false))
        {
            if (position.Spool == spool)
                return position.Sequence;
        }

        return 0;
    }

    /// <inheritdoc/>
    public ValueTask KeepAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancel) => state.AddDeadLettersAsync(letters, cancel);

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(EventBatch batch, SpoolPosition delivered, bool mayRepeat, CancellationToken cancel) =>
        events.AppendAsync(batch, delivered, mayRepeat, cancel);

    /// <inheritdoc/>
    public ValueTask MarkReplayedAsync(IReadOnlyCollection<EventId> ids, DateTimeOffset at, CancellationToken cancel) =>
        state.MarkReplayedAsync(ids, at, cancel);

    /// <inheritdoc/>
    public ValueTask<long> GetKeptForGoodAsync(SpoolPosition delivered, CancellationToken cancel)
    {
        // A store that tells no checkpoints has for good what it has answered for.
        if (checkpoints is null)
            return ValueTask.FromResult(delivered.Sequence);
        foreach (SpoolPosition position in checkpoints.Checkpointed)
        {
            if (position.Spool == delivered.Spool)
                return ValueTask.FromResult(position.Sequence);
        }

        return ValueTask.FromResult(0L);
    }
}
