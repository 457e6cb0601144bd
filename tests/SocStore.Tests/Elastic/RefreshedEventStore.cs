using SocCore.Events;
using SocCore.Storage;

namespace SocStore.Tests.Elastic;

/// <summary>Refreshes before each search: what is asked right after it was written is visible within a second, not at once.</summary>
internal sealed class RefreshedEventStore(IEventStore inner, ElasticTestSpace space) : IEventStore
{
    public ValueTask<AppendOutcome> AppendAsync(EventBatch batch, SpoolPosition delivered, bool mayRepeat, CancellationToken cancel) =>
        inner.AppendAsync(batch, delivered, mayRepeat, cancel);

    public ValueTask<IReadOnlyList<SpoolPosition>> GetPublishedAsync(CancellationToken cancel) => inner.GetPublishedAsync(cancel);

    public ValueTask<EventBatch> ReadNewAsync(SpoolPosition after, int limit, CancellationToken cancel) => inner.ReadNewAsync(after, limit, cancel);

    public ValueTask<bool> WaitForNewAsync(IReadOnlyList<SpoolPosition> known, TimeSpan atMost, CancellationToken cancel) =>
        inner.WaitForNewAsync(known, atMost, cancel);

    public ValueTask<EventBatch> GetAsync(IReadOnlyCollection<EventId> ids, AgencyScope scope, CancellationToken cancel) => inner.GetAsync(ids, scope, cancel);

    public ValueTask<int> DeleteBeforeAsync(DateOnly firstKept, CancellationToken cancel) => inner.DeleteBeforeAsync(firstKept, cancel);

    public async ValueTask<EventPage> SearchAsync(EventQuery query, AgencyScope scope, CancellationToken cancel)
    {
        await space.RefreshAsync();
        return await inner.SearchAsync(query, scope, cancel);
    }

    public async ValueTask<IReadOnlyList<HistogramBucket>> GetHistogramAsync(EventQuery query, TimeSpan step, AgencyScope scope, CancellationToken cancel)
    {
        await space.RefreshAsync();
        return await inner.GetHistogramAsync(query, step, scope, cancel);
    }

    public async ValueTask<IReadOnlyList<FieldCount>> GetTopAsync(EventQuery query, Field field, int limit, AgencyScope scope, CancellationToken cancel)
    {
        await space.RefreshAsync();
        return await inner.GetTopAsync(query, field, limit, scope, cancel);
    }

    public async ValueTask<long> CountAsync(EventQuery query, AgencyScope scope, CancellationToken cancel)
    {
        await space.RefreshAsync();
        return await inner.CountAsync(query, scope, cancel);
    }
}
