using SocCore.Events;
using SocCore.Storage;

namespace SocDetect.Tests.Scheduling;

/// <summary>Gives out new events in portions that are smaller than asked for, as a store does whose batches or files end there; and counts what is asked for by id.</summary>
internal sealed class SparingEventStore(IEventStore store, int portion) : IEventStore
{
    /// <summary>How many events were asked for by id.</summary>
    public int AskedById { get; private set; }

    public ValueTask<EventBatch> ReadNewAsync(SpoolPosition after, int limit, CancellationToken cancel) =>
        store.ReadNewAsync(after, Math.Min(limit, portion), cancel);

    public ValueTask<AppendOutcome> AppendAsync(EventBatch batch, SpoolPosition delivered, bool mayRepeat, CancellationToken cancel) =>
        store.AppendAsync(batch, delivered, mayRepeat, cancel);

    public ValueTask<IReadOnlyList<SpoolPosition>> GetPublishedAsync(CancellationToken cancel) => store.GetPublishedAsync(cancel);

    public ValueTask<bool> WaitForNewAsync(IReadOnlyList<SpoolPosition> known, TimeSpan atMost, CancellationToken cancel) =>
        store.WaitForNewAsync(known, atMost, cancel);

    public ValueTask<EventPage> SearchAsync(EventQuery query, AgencyScope scope, CancellationToken cancel) => store.SearchAsync(query, scope, cancel);

    public ValueTask<EventBatch> GetAsync(IReadOnlyCollection<EventId> ids, AgencyScope scope, CancellationToken cancel)
    {
        AskedById += ids.Count;
        return store.GetAsync(ids, scope, cancel);
    }

    public ValueTask<IReadOnlyList<HistogramBucket>> GetHistogramAsync(EventQuery query, TimeSpan step, AgencyScope scope, CancellationToken cancel) =>
        store.GetHistogramAsync(query, step, scope, cancel);

    public ValueTask<IReadOnlyList<FieldCount>> GetTopAsync(EventQuery query, Field field, int limit, AgencyScope scope, CancellationToken cancel) =>
        store.GetTopAsync(query, field, limit, scope, cancel);

    public ValueTask<long> CountAsync(EventQuery query, AgencyScope scope, CancellationToken cancel) => store.CountAsync(query, scope, cancel);

    public ValueTask<int> DeleteBeforeAsync(DateOnly firstKept, CancellationToken cancel) => store.DeleteBeforeAsync(firstKept, cancel);
}
