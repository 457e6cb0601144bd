using SocCore.Events;

namespace SocCore.Storage;

/// <summary>
/// An event store to which a batch can be on its way while an earlier one is still being published. Readers see events only
/// up to the published position, so writing the next ones early shows nothing to anybody.
/// </summary>
public interface IWriteAhead
{
    /// <summary>
    /// Writes the events of a batch that <see cref="IEventStore.AppendAsync"/> gets later, the same instance; that call then
    /// waits for nothing but the publication. Whatever it throws is an outage: the batch is appended as one that may repeat.
    /// The batch must stay as it is until this has returned.
    /// </summary>
    /// <param name="batch">The events, sorted by sequence and of one spool.</param>
    /// <param name="mayRepeat">Whether some of the events may be stored already.</param>
    /// <param name="cancel">Gives up; what was written stays and is found again by the append.</param>
    ValueTask WriteAheadAsync(EventBatch batch, bool mayRepeat, CancellationToken cancel);
}
