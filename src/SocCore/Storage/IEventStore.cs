using SocCore.Events;

namespace SocCore.Storage;

/// <summary>
/// Where events are kept. Append is idempotent by event id; reading by sequence never skips: a position is published when
/// every record up to it has its final fate.
/// </summary>
public interface IEventStore
{
    /// <summary>
    /// Stores a batch and then publishes the position, unless events are refused (<see cref="AppendOutcome.Refused"/>). The
    /// batch is sorted by sequence and of one spool. Whatever it throws is an outage: the same batch may be appended again.
    /// </summary>
    /// <param name="batch">The events; may be empty when only the position moves. The store retains what it keeps.</param>
    /// <param name="delivered">Everything of that spool up to here has its final fate.</param>
    /// <param name="mayRepeat">Whether some of the events may be stored already (a replay): then each is looked up by id.</param>
    ValueTask<AppendOutcome> AppendAsync(EventBatch batch, SpoolPosition delivered, bool mayRepeat, CancellationToken cancel);

    /// <summary>How far each spool is published.</summary>
    ValueTask<IReadOnlyList<SpoolPosition>> GetPublishedAsync(CancellationToken cancel);

    /// <summary>
    /// The next published events of a spool behind a position, in order of sequence, at most so many (and the rest of the
    /// last one's record). Fewer says nothing about what follows: only an empty batch means that nothing is left. The caller
    /// disposes the batch.
    /// </summary>
    ValueTask<EventBatch> ReadNewAsync(SpoolPosition after, int limit, CancellationToken cancel);

    /// <summary>Waits until something is published beyond the given positions, at most so long. True when something is.</summary>
    ValueTask<bool> WaitForNewAsync(IReadOnlyList<SpoolPosition> known, TimeSpan atMost, CancellationToken cancel);

    /// <summary>A page of events, newest first.</summary>
    /// <exception cref="UnsupportedConditionException">The store cannot search for that; the message says what.</exception>
    ValueTask<EventPage> SearchAsync(EventQuery query, AgencyScope scope, CancellationToken cancel);

    /// <summary>Events by id, in no order; unknown and foreign ids are left out.</summary>
    ValueTask<EventBatch> GetAsync(IReadOnlyCollection<EventId> ids, AgencyScope scope, CancellationToken cancel);

    /// <summary>Number of events per step of time, steps without events included.</summary>
    ValueTask<IReadOnlyList<HistogramBucket>> GetHistogramAsync(EventQuery query, TimeSpan step, AgencyScope scope, CancellationToken cancel);

    /// <summary>The most frequent values of a field.</summary>
    ValueTask<IReadOnlyList<FieldCount>> GetTopAsync(EventQuery query, Field field, int limit, AgencyScope scope, CancellationToken cancel);

    /// <summary>Number of events that a search would find.</summary>
    ValueTask<long> CountAsync(EventQuery query, AgencyScope scope, CancellationToken cancel);

    /// <summary>Deletes whole ingest days before that one (UTC); returns how many days went.</summary>
    ValueTask<int> DeleteBeforeAsync(DateOnly firstKept, CancellationToken cancel);
}
