using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using SocCore.Events;
using SocStore.Elastic.Dsl;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Events;

/// <summary>Sends searches over the streams. A shard that does not answer is an error, never a smaller result.</summary>
internal sealed class StreamSearch(ElasticGateway gateway, EventStreams streams)
{
    private const string Options = "?ignore_unavailable=true&allow_no_indices=true&allow_partial_search_results=false";
    private const int PageSize = 2_000;

    /// <summary>Runs one search; <paramref name="more"/> writes what it has beside query and size.</summary>
    public async Task<ElasticResponse> RunAsync(DslQuery query, int size, Action<Utf8JsonWriter> more, CancellationToken cancel, PointInTime? view = null)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using (Utf8JsonWriter body = new(buffer, ElasticJson.Writer))
        {
            body.WriteStartObject();
            body.WriteNumber("size", size);
            body.WritePropertyName("query");
            query.Write(body);
            view?.Write(body);
            more(body);
            body.WriteEndObject();
        }

        string path = view is null ? $"{streams.All}/_search{Options}" : "_search?allow_partial_search_results=false";
        ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Post(path, buffer.WrittenMemory), cancel).ConfigureAwait(false);
        view?.Follow(answer.Root);
        return answer;
    }

    /// <summary>How many documents a query finds.</summary>
    public async Task<long> CountAsync(DslQuery query, CancellationToken cancel)
    {
        using ElasticResponse answer = await RunAsync(query, 0, static body => body.WriteBoolean("track_total_hits", true), cancel).ConfigureAwait(false);
        return answer.Root.GetProperty("hits").GetProperty("total").GetProperty("value").GetInt64();
    }

    /// <summary>Shows every event that a query finds, newest first, from a view that does not change.</summary>
    public async Task ScanAsync(DslQuery query, Action<EcsEvent> see, CancellationToken cancel)
    {
        if (ReferenceEquals(query, DslQuery.MatchNone) || await PointInTime.OpenAsync(gateway, streams.All, cancel).ConfigureAwait(false) is not { } view)
            return;
        await using (view.ConfigureAwait(false))
        {
            byte[]? after = null;
            while (true)
            {
                using ElasticResponse answer = await RunAsync(query, PageSize, body => WriteNewestFirst(body, after), cancel, view).ConfigureAwait(false);
                JsonElement hits = Hits(answer);
                using EventBatch page = Read(hits);
                for (int i = 0; i < page.Count; i++)
                    see(page[i]);
                if (page.Count < PageSize)
                    return;
                after = JsonMarshal.GetRawUtf8Value(hits[page.Count - 1].GetProperty("sort")).ToArray();
            }
        }
    }

    /// <summary>Makes what was written visible to searches.</summary>
    public async Task RefreshAsync(CancellationToken cancel) =>
        (await gateway.SendAsync(ElasticRequest.Post($"{streams.All}/_refresh?ignore_unavailable=true&allow_no_indices=true"), cancel).ConfigureAwait(false)).Dispose();

    /// <summary>The order of pages, its last keys the event's id; and where the page begins, as a sort array.</summary>
    public static void WriteNewestFirst(Utf8JsonWriter body, ReadOnlySpan<byte> after)
    {
        body.WriteBoolean("track_total_hits", false);
        body.WriteStartArray("sort");
        foreach (string field in (ReadOnlySpan<string>)["soc.time", "soc.id.high", "soc.id.low"])
            WriteSort(body, field, "desc");
        body.WriteEndArray();
        if (after.IsEmpty)
            return;
        body.WritePropertyName("search_after");
        body.WriteRawValue(after);
    }

    public static void WriteSort(Utf8JsonWriter body, string field, string order)
    {
        body.WriteStartObject();
        body.WriteStartObject(field);
        body.WriteString("order", order);
        body.WriteString("unmapped_type", "long");
        body.WriteEndObject();
        body.WriteEndObject();
    }

    public static JsonElement Hits(ElasticResponse answer) => answer.Root.GetProperty("hits").GetProperty("hits");

    /// <summary>The events of the hits, in their order.</summary>
    public static EventBatch Read(JsonElement hits)
    {
        using EventBatchBuilder builder = new();
        foreach (JsonElement hit in hits.EnumerateArray())
            StoredEvent.ReadInto(hit, builder);
        return builder.Build();
    }
}
