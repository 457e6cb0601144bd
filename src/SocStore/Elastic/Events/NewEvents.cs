using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Dsl;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Events;

/// <summary>
/// Reads what is new behind a cursor: from this process's own ring, else from the server, by spool and sequence up to the
/// published position and nothing else. A publication says how many events there are; while fewer are visible, the streams
/// are refreshed, so that nothing is passed over because it became visible late.
/// </summary>
internal sealed partial class NewEvents(StreamSearch search, PublishedPositions positions, RecentRing ring, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<short, long> _visible = [];
    private ImmutableList<MissingEvents> _missing = [];

    /// <summary>Events that were published and could not be seen even after a refresh, and are not noted yet.</summary>
    public IReadOnlyList<MissingEvents> Missing => Volatile.Read(ref _missing);

    /// <summary>They are in the ledger.</summary>
    public void Noted(IReadOnlyCollection<MissingEvents> missing) => ImmutableInterlocked.Update(ref _missing, static (all, noted) => all.RemoveRange(noted), missing);

    public async Task<EventBatch> ReadAsync(SpoolPosition after, int limit, CancellationToken cancel)
    {
        SpoolProgress progress = positions.Of(after.Spool);
        if (progress.Position <= after.Sequence)
        {
            await positions.RefreshAsync(cancel).ConfigureAwait(false);
            progress = positions.Of(after.Spool);
        }

        if (progress.Position <= after.Sequence)
            return EventBatch.Empty;
        if (ring.TryRead(after, limit, out EventBatch events))
            return events;
        await MakeVisibleAsync(after, progress, cancel).ConfigureAwait(false);
        return await FetchAsync(after, progress.Position, limit, cancel).ConfigureAwait(false);
    }

    /// <summary>Compares what is visible with what was published; before the oldest publication that is kept, a refresh has to do.</summary>
    private async Task MakeVisibleAsync(SpoolPosition after, SpoolProgress progress, CancellationToken cancel)
    {
        if (_visible.TryGetValue(after.Spool, out long visible) && visible >= progress.Position)
            return;
        SpoolMark? from = progress.MarkAt(Math.Max(after.Sequence, visible));
        if (from is not { } mark)
        {
            await search.RefreshAsync(cancel).ConfigureAwait(false);
        }
        else
        {
            long expected = progress.Total - mark.Total;
            DslQuery range = Range(after.Spool, mark.Position, progress.Position);
            if (expected > 0 && await search.CountAsync(range, cancel).ConfigureAwait(false) < expected)
            {
                await search.RefreshAsync(cancel).ConfigureAwait(false);
                long count = await search.CountAsync(range, cancel).ConfigureAwait(false);
                if (count < expected)
                {
                    MissingEvents missing = new(after.Spool, mark.Position, progress.Position, expected - count, time.GetUtcNow());
                    ImmutableInterlocked.Update(ref _missing, static (all, one) => all.Add(one), missing);
                    Log.Unseen(logger, after.Spool, mark.Position, progress.Position, expected, count);
                }
            }
        }

        _visible[after.Spool] = progress.Position;
    }

    /// <summary>A page by sequence; the events of one record share theirs, and a cursor can only stand behind all of them.</summary>
    private async Task<EventBatch> FetchAsync(SpoolPosition after, long to, int limit, CancellationToken cancel)
    {
        EventBatch page = await PageAsync(Range(after.Spool, after.Sequence, to), limit, cancel).ConfigureAwait(false);
        if (page.Count < limit)
            return page;
        using (page)
        {
            long last = page.Headers[^1].Sequence;
            using EventBatch record = await PageAsync(Range(after.Spool, last - 1, last), QueryRules.MostEvents, cancel).ConfigureAwait(false);
            using EventBatchBuilder whole = new();
            for (int i = 0; i < page.Count && page.Headers[i].Sequence < last; i++)
                whole.Append(page[i]);
            for (int i = 0; i < record.Count; i++)
                whole.Append(record[i]);
            return whole.Build();
        }
    }

    private async Task<EventBatch> PageAsync(DslQuery range, int size, CancellationToken cancel)
    {
        using ElasticResponse answer = await search.RunAsync(range, size, WriteInOrder, cancel).ConfigureAwait(false);
        return StreamSearch.Read(StreamSearch.Hits(answer));
    }

    private static void WriteInOrder(Utf8JsonWriter body)
    {
        body.WriteBoolean("track_total_hits", false);
        body.WriteStartArray("sort");
        foreach (string field in (ReadOnlySpan<string>)["soc.seq", "soc.id.high", "soc.id.low"])
            StreamSearch.WriteSort(body, field, "asc");
        body.WriteEndArray();
    }

    private static DslQuery Range(short spool, long after, long to) => DslQuery.All(
    [
        DslQuery.Term("soc.spool", spool.ToString(CultureInfo.InvariantCulture)),
        DslQuery.Range("soc.seq", null, ("gt", after), ("lte", to)),
    ]);

    private static partial class Log
    {
        [LoggerMessage(EventIds.EventsUnseen, LogLevel.Error, "Of spool {Spool} behind {From} up to {To}, {Expected} events are published and {Count} can be read; the rest is missing from the streams")]
        public static partial void Unseen(ILogger logger, short spool, long from, long to, long expected, long count);
    }
}
