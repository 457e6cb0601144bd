using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Events;

/// <summary>A page of events, newest first. Where the query leaves doubt it is read on, from one view, until the matcher has passed a page.</summary>
internal sealed class ElasticEventSearch(ElasticGateway gateway, StreamSearch search, EventStreams streams, EventIndex index)
{
    private const int MostFetched = 5_000;

    public async Task<EventPage> RunAsync(EventQuery query, AgencyScope scope, CancellationToken cancel)
    {
        EventFilter filter = new(query, scope, index);
        using EventBatchBuilder page = new();
        // One more than the page: whether there is another page.
        int wanted = query.Limit + 1;
        byte[]? after = query.After is { } cursor ? Sort(cursor) : null;
        PointInTime? view = null;
        try
        {
            for (int size = Math.Min(wanted, QueryRules.MostEvents); ; size = Math.Min(size * 4, Math.Max(size, MostFetched)))
            {
                byte[]? from = after;
                using ElasticResponse answer = await search.RunAsync(filter.Upper, size, body => StreamSearch.WriteNewestFirst(body, from), cancel, view).ConfigureAwait(false);
                System.Text.Json.JsonElement hits = StreamSearch.Hits(answer);
                using EventBatch fetched = StreamSearch.Read(hits);
                for (int i = 0; i < fetched.Count && page.Count < wanted; i++)
                {
                    if (filter.Bounds.IsFinal || ConditionMatcher.Matches(query.Condition, fetched[i]))
                        page.Append(fetched[i]);
                }

                if (page.Count == wanted || fetched.Count < size)
                    break;
                after = JsonMarshal.GetRawUtf8Value(hits[fetched.Count - 1].GetProperty("sort")).ToArray();
                view ??= await PointInTime.OpenAsync(gateway, streams.All, cancel).ConfigureAwait(false);
            }
        }
        finally
        {
            if (view is not null)
                await view.DisposeAsync().ConfigureAwait(false);
        }

        return Cut(page.Build(), query.Limit);
    }

    private static EventPage Cut(EventBatch found, int limit)
    {
        if (found.Count <= limit)
            return new EventPage(found, null);
        using (found)
        {
            using EventBatchBuilder page = new();
            for (int i = 0; i < limit; i++)
                page.Append(found[i]);
            ref readonly EventHeader last = ref found.Headers[limit - 1];
            return new EventPage(page.Build(), new EventCursor(last.Timestamp, last.Id));
        }
    }

    private static byte[] Sort(EventCursor cursor) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"[{cursor.Timestamp},{EventDocument.Ordered(cursor.Id.High)},{EventDocument.Ordered(cursor.Id.Low)}]"));
}
