using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocStore.Elastic.Dsl;
using SocStore.Elastic.Events;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Foreign;

/// <summary>
/// What is asked of the indices of a feed. The time of a document is <c>event.ingested</c> where it has one, else
/// <c>@timestamp</c>: as the server has them indexed, which alone can be counted.
/// </summary>
internal sealed class ForeignSearch
{
    private const string Ingested = "event.ingested";
    private const string Stamp = "@timestamp";
    private const string Millis = "epoch_millis";
    private const int PageSize = 1_000;

    // One copy of a shard is asked as long as it can be: copies show a document at different moments.
    private const string Options = "?ignore_unavailable=true&allow_no_indices=true&allow_partial_search_results=false&preference=soc-foreign";

    private static readonly DslQuery Others = DslQuery.Not(DslQuery.Exists("soc.spool"));

    private readonly ElasticGateway _gateway;

    public ForeignSearch(ElasticGateway gateway, string pattern)
    {
        _gateway = gateway;
        // Names are left out only behind a pattern; a single index is no own one, the settings' check saw to it.
        Target = pattern.Contains('*', StringComparison.Ordinal)
            ? $"{pattern},-logs-*-{gateway.Options.Namespace},-{gateway.Options.IndexPrefix}*"
            : pattern;
    }

    /// <summary>The indices as a path names them, without the store's own.</summary>
    public string Target { get; }

    /// <summary>How many shards were asked the last time; none of those that the key may not read is.</summary>
    public long Shards { get; private set; } = 1;

    /// <summary>Number of documents by time in [from, to), seconds; buckets without any are left out.</summary>
    public async Task<Dictionary<long, long>> CountAsync(long from, long to, long width, CancellationToken cancel)
    {
        JsonObject body = new()
        {
            ["size"] = 0,
            ["track_total_hits"] = false,
            ["query"] = Node(DslQuery.All([Others, Within([(from, to)])])),
            ["aggs"] = new JsonObject
            {
                ["ingested"] = Histogram(Between(Ingested, from, to), Ingested, width),
                ["stamped"] = Histogram(Stamped(from, to), Stamp, width),
            },
        };
        using ElasticResponse answer = await _gateway.SendAsync(ElasticRequest.Post($"{Target}/_search{Options}", body), cancel).ConfigureAwait(false);
        Shards = answer.Root.GetProperty("_shards").GetProperty("total").GetInt64();
        Dictionary<long, long> counts = [];
        if (!answer.Root.TryGetProperty("aggregations", out JsonElement aggregations))
            return counts;
        foreach (string part in (string[])["ingested", "stamped"])
        {
            foreach (JsonElement bucket in aggregations.GetProperty(part).GetProperty("times").GetProperty("buckets").EnumerateArray())
            {
                long at = bucket.GetProperty("key").GetInt64() / 1000;
                counts[at] = counts.GetValueOrDefault(at) + bucket.GetProperty("doc_count").GetInt64();
            }
        }

        return counts;
    }

    /// <summary>Number of documents that have no time at all.</summary>
    public async Task<long> CountUntimedAsync(CancellationToken cancel)
    {
        JsonObject body = new()
        {
            ["size"] = 0,
            ["track_total_hits"] = true,
            ["query"] = Node(DslQuery.All([Others, DslQuery.Not(DslQuery.Exists(Stamp)), DslQuery.Not(DslQuery.Exists(Ingested))])),
        };
        using ElasticResponse answer = await _gateway.SendAsync(ElasticRequest.Post($"{Target}/_search{Options}", body), cancel).ConfigureAwait(false);
        return answer.Root.GetProperty("hits").GetProperty("total").GetProperty("value").GetInt64();
    }

    /// <summary>Number of open indices that the pattern finds, and the names of those that are closed.</summary>
    public async Task<(int Open, IReadOnlyList<string> Closed)> ResolveAsync(CancellationToken cancel)
    {
        using ElasticResponse answer = await _gateway.SendAsync(ElasticRequest.Get($"_resolve/index/{Target}?expand_wildcards=open,closed").Expecting(404), cancel).ConfigureAwait(false);
        if (!answer.IsSuccess)
            return (0, []);
        List<string> closed = [];
        int open = answer.Root.GetProperty("data_streams").GetArrayLength() + answer.Root.GetProperty("aliases").GetArrayLength();
        foreach (JsonElement index in answer.Root.GetProperty("indices").EnumerateArray())
        {
            if (index.GetProperty("attributes").EnumerateArray().Any(static a => a.ValueEquals("closed")))
                closed.Add(index.GetProperty("name").GetString()!);
            else
                open++;
        }

        return (open, closed);
    }

    /// <summary>A view in which nothing changes while it is read; null where no index is.</summary>
    public Task<PointInTime?> OpenAsync(CancellationToken cancel) => PointInTime.OpenAsync(_gateway, Target, cancel);

    /// <summary>
    /// A page of the documents in these times, and where the next one begins; no such place when it was the last. Pages go by
    /// the place in an index; two shards of one may have the same, so a page begins with the place at which the one before
    /// ended, and some documents come twice.
    /// </summary>
    public async Task<(ElasticResponse Page, JsonArray? Next)> ReadAsync(
        PointInTime view, IReadOnlyList<(long From, long To)> ranges, JsonArray? after, CancellationToken cancel)
    {
        JsonObject body = new()
        {
            ["size"] = PageSize,
            ["track_total_hits"] = false,
            ["query"] = Node(DslQuery.All([Others, Within(ranges)])),
            ["pit"] = view.ToJson(),
            ["sort"] = new JsonArray(Ascending("_index"), Ascending("_seq_no")),
            ["docvalue_fields"] = new JsonArray(Millisecond(Ingested), Millisecond(Stamp)),
        };
        if (after is not null)
            body["search_after"] = after.DeepClone();
        ElasticResponse page = await _gateway.SendAsync(ElasticRequest.Post("_search?allow_partial_search_results=false", body), cancel).ConfigureAwait(false);
        view.Follow(page.Root);
        JsonElement hits = StreamSearch.Hits(page);
        if (hits.GetArrayLength() < PageSize)
            return (page, null);
        JsonElement sort = hits[PageSize - 1].GetProperty("sort");
        return (page, new JsonArray(sort[0].GetString(), sort[1].GetInt64() - 1));
    }

    /// <summary>The times of a document by which it is counted, milliseconds since 1970.</summary>
    public static IEnumerable<long> TimesOf(JsonElement hit)
    {
        if (!hit.TryGetProperty("fields", out JsonElement fields))
            return [];
        return fields.TryGetProperty(Ingested, out JsonElement times) || fields.TryGetProperty(Stamp, out times)
            ? times.EnumerateArray().Select(MillisecondsOf)
            : [];
    }

    /// <summary>A date of a document as the server has it indexed; null when it has none.</summary>
    public static long? TimeOf(JsonElement hit, string field) =>
        hit.TryGetProperty("fields", out JsonElement fields) && fields.TryGetProperty(field, out JsonElement times) ? MillisecondsOf(times[0]) : null;

    /// <summary>Nanoseconds are written as a fraction.</summary>
    private static long MillisecondsOf(JsonElement time)
    {
        string text = time.ToString();
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return long.Parse(point < 0 ? text : text[..point], CultureInfo.InvariantCulture);
    }

    private static DslQuery Within(IReadOnlyList<(long From, long To)> ranges) =>
        DslQuery.Any([.. ranges.SelectMany(static r => (DslQuery[])[Between(Ingested, r.From, r.To), Stamped(r.From, r.To)])]);

    private static DslQuery Stamped(long from, long to) => DslQuery.All([Between(Stamp, from, to), DslQuery.Not(DslQuery.Exists(Ingested))]);

    private static DslQuery Between(string field, long from, long to) => DslQuery.Range(field, Millis, ("gte", from * 1000), ("lt", to * 1000));

    private static JsonNode Node(DslQuery query) => JsonNode.Parse(query.ToString())!;

    /// <summary>The bounds again: a document of several times is found by one and counted at all.</summary>
    private static JsonObject Histogram(DslQuery filter, string field, long width) => new()
    {
        ["filter"] = Node(filter),
        ["aggs"] = new JsonObject
        {
            ["times"] = new JsonObject
            {
                ["date_histogram"] = new JsonObject { ["field"] = field, ["fixed_interval"] = $"{width}s", ["min_doc_count"] = 1 },
            },
        },
    };

    private static JsonObject Ascending(string field) => new() { [field] = "asc" };

    private static JsonObject Millisecond(string field) => new() { ["field"] = field, ["format"] = Millis };
}
