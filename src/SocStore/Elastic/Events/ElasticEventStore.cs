using Microsoft.Extensions.Logging;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Foreign;
using SocStore.Elastic.Gateway;
using EventId = SocCore.Events.EventId;

namespace SocStore.Elastic.Events;

/// <summary>Events in data streams, one a dataset.</summary>
internal sealed class ElasticEventStore : IEventStore, IWriteAhead, IMissingEvents, IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time;
    private readonly CommitSignal _signal;
    private readonly EventStreams _streams;
    private readonly StreamSearch _search;
    private readonly PublishedPositions _positions;
    private readonly RecentRing _ring;
    private readonly EventAppends _appends;
    private readonly NewEvents _new;
    private readonly ElasticEventSearch _pages;
    private readonly ElasticAggregates _aggregates;
    private readonly StreamRetention _retention;
    private readonly ForeignEvidence _foreign;

    /// <param name="gateway">The way to the server.</param>
    /// <param name="time">The clock of ingest days and of waiting.</param>
    /// <param name="logger">Where what happens is written.</param>
    public ElasticEventStore(ElasticGateway gateway, TimeProvider time, ILogger logger)
    {
        _time = time;
        _signal = new CommitSignal(time);
        EventIndex index = new();
        _streams = new EventStreams(gateway.Options);
        _search = new StreamSearch(gateway, _streams);
        _positions = new PublishedPositions(gateway, TimeProvider.System);
        _ring = new RecentRing(gateway.Options.RingBytes);
        BulkWriter writer = new(gateway, index, _streams, TimeProvider.System, logger);
        _appends = new EventAppends(writer, new StoredIds(gateway, _streams), _positions, _ring, logger);
        _new = new NewEvents(_search, _positions, _ring, time, logger);
        _pages = new ElasticEventSearch(gateway, _search, _streams, index);
        _aggregates = new ElasticAggregates(_search, index);
        _retention = new StreamRetention(gateway, _streams, _search, logger);
        _foreign = new ForeignEvidence(gateway, logger);
    }

    public async ValueTask WriteAheadAsync(EventBatch batch, bool mayRepeat, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        await _appends.WriteAheadAsync(batch, mayRepeat, Today(), cancel).ConfigureAwait(false);
    }

    public IReadOnlyList<MissingEvents> Missing => _new.Missing;

    public void Noted(IReadOnlyCollection<MissingEvents> missing) => _new.Noted(missing);

    public async ValueTask<AppendOutcome> AppendAsync(EventBatch batch, SpoolPosition delivered, bool mayRepeat, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        AppendRules.Check(batch, delivered);
        AppendOutcome outcome = await _appends.AppendAsync(batch, delivered, mayRepeat, Today(), cancel).ConfigureAwait(false);
        _signal.Raise();
        return outcome;
    }

    public async ValueTask<IReadOnlyList<SpoolPosition>> GetPublishedAsync(CancellationToken cancel)
    {
        await _positions.RefreshAsync(cancel).ConfigureAwait(false);
        return _positions.Known;
    }

    public async ValueTask<EventBatch> ReadNewAsync(SpoolPosition after, int limit, CancellationToken cancel)
    {
        QueryRules.CheckLimit(limit);
        return await _new.ReadAsync(after, limit, cancel).ConfigureAwait(false);
    }

    /// <summary>This process's own publications wake at once; those of others are asked for every half second.</summary>
    public async ValueTask<bool> WaitForNewAsync(IReadOnlyList<SpoolPosition> known, TimeSpan atMost, CancellationToken cancel)
    {
        long start = _time.GetTimestamp();
        while (!IsBeyond(known))
        {
            await _positions.RefreshAsync(cancel).ConfigureAwait(false);
            TimeSpan left = atMost - _time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || IsBeyond(known))
                return IsBeyond(known);
            await _signal.WaitAsync(() => IsBeyond(known), left < PollInterval ? left : PollInterval, cancel).ConfigureAwait(false);
        }

        return true;
    }

    public async ValueTask<EventPage> SearchAsync(EventQuery query, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CheckLimit(query.Limit);
        return await _pages.RunAsync(query, scope, cancel).ConfigureAwait(false);
    }

    public async ValueTask<EventBatch> GetAsync(IReadOnlyCollection<EventId> ids, AgencyScope scope, CancellationToken cancel)
    {
        if (ids.Count == 0)
            return EventBatch.Empty;
        return await EventsById.GetAsync(_search, _foreign, ids, scope, cancel).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<HistogramBucket>> GetHistogramAsync(EventQuery query, TimeSpan step, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CountSteps(query, step);
        return await _aggregates.HistogramAsync(query, step, scope, cancel).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<FieldCount>> GetTopAsync(EventQuery query, Field field, int limit, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CheckLimit(limit);
        return await _aggregates.TopAsync(query, field, limit, scope, cancel).ConfigureAwait(false);
    }

    public async ValueTask<long> CountAsync(EventQuery query, AgencyScope scope, CancellationToken cancel)
    {
        return await _aggregates.CountAsync(query, scope, cancel).ConfigureAwait(false);
    }

    public async ValueTask<int> DeleteBeforeAsync(DateOnly firstKept, CancellationToken cancel)
    {
        await _foreign.DeleteBeforeAsync(new DateTimeOffset(firstKept.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), cancel).ConfigureAwait(false);
        return await _retention.DeleteBeforeAsync(firstKept, cancel).ConfigureAwait(false);
    }

    public void Dispose() => _ring.Clear();

    private DateOnly Today() => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

    private bool IsBeyond(IReadOnlyList<SpoolPosition> known)
    {
        foreach (SpoolPosition position in _positions.Known)
        {
            if (position.Sequence > known.Where(k => k.Spool == position.Spool).Select(static k => k.Sequence).DefaultIfEmpty(0).Max())
                return true;
        }

        return false;
    }
}
