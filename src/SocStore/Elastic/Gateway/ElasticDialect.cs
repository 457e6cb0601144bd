using System.Text.Json;

namespace SocStore.Elastic.Gateway;

/// <summary>
/// What differs from server to server, read once at connect: whoever writes a request asks here and nowhere for the product.
/// A version that nobody knows is taken for its product's latest.
/// </summary>
internal sealed record ElasticDialect(ElasticProduct Product, Version Version)
{
    /// <summary>Whether <c>require_data_stream</c> stops a bulk from making an index where a stream is missing.</summary>
    public bool HasRequireDataStream => IsElasticsearch(8, 13);

    /// <summary>Whether error texts can be kept free of the document (<c>include_source_on_error</c>).</summary>
    public bool HasSourceOnErrorSwitch => IsElasticsearch(8, 18);

    /// <summary>Whether a rollover can wait for the next write.</summary>
    public bool HasLazyRollover => IsElasticsearch(8, 13);

    /// <summary>Whether data streams have a lifecycle of their own.</summary>
    public bool HasDataStreamLifecycle => IsElasticsearch(8, 14);

    /// <summary>Whether a data stream may have a failure store, which templates then have to switch off.</summary>
    public bool HasFailureStore => IsElasticsearch(8, 19);

    /// <summary>How a rollover names the size of a shard: OpenSearch knows that of the whole index, which has one shard here.</summary>
    public string LargestShardCondition => Product == ElasticProduct.OpenSearch ? "max_size" : "max_primary_shard_size";

    /// <summary>The type of an object with any keys: <c>flattened</c> or <c>flat_object</c>.</summary>
    public string FlattenedType => Product == ElasticProduct.OpenSearch ? "flat_object" : "flattened";

    /// <summary>The path of a bulk of <c>create</c>s, into one stream or into those that its lines name.</summary>
    public string Bulk(string? stream) => string.Concat(
        stream is null ? "" : stream + "/",
        "_bulk?filter_path=",
        Events.BulkAnswer.FilterPath,
        HasRequireDataStream ? "&require_data_stream=true" : "",
        HasSourceOnErrorSwitch ? "&include_source_on_error=false" : "");

    /// <summary>The call that opens a point in time.</summary>
    public ElasticRequest OpenPointInTime(string target, TimeSpan keepAlive) => ElasticRequest.Post(
        Product == ElasticProduct.OpenSearch
            ? $"{target}/_search/point_in_time?keep_alive={Seconds(keepAlive)}"
            : $"{target}/_pit?keep_alive={Seconds(keepAlive)}&ignore_unavailable=true&allow_partial_search_results=false");

    /// <summary>Where the answer has the point in time.</summary>
    public string PointInTimeId(JsonElement answer) =>
        answer.GetProperty(Product == ElasticProduct.OpenSearch ? "pit_id" : "id").GetString()!;

    /// <summary>The call that closes a point in time; one that is gone already is no error.</summary>
    public ElasticRequest ClosePointInTime(string id) => Product == ElasticProduct.OpenSearch
        ? ElasticRequest.Delete("_search/point_in_time", new System.Text.Json.Nodes.JsonObject { ["pit_id"] = new System.Text.Json.Nodes.JsonArray(id) }).Expecting(404)
        : ElasticRequest.Delete("_pit", new System.Text.Json.Nodes.JsonObject { ["id"] = id }).Expecting(404);

    /// <summary>Reads the answer of <c>GET /</c>.</summary>
    /// <exception cref="ElasticException">It is not the answer of such a server.</exception>
    public static ElasticDialect Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object
            || !answer.TryGetProperty("version", out JsonElement version)
            || !version.TryGetProperty("number", out JsonElement number))
        {
            throw new ElasticException("The node answers, but not as Elasticsearch or OpenSearch do; check the addresses of the store settings.");
        }

        bool isOpenSearch = version.TryGetProperty("distribution", out JsonElement distribution) && distribution.ValueEquals("opensearch");
        string text = number.GetString()!;
        int end = text.IndexOf('-', StringComparison.Ordinal);
        Version known = Version.TryParse(end < 0 ? text : text[..end], out Version? parsed) ? parsed : new Version(int.MaxValue, 0);
        return new ElasticDialect(isOpenSearch ? ElasticProduct.OpenSearch : ElasticProduct.Elasticsearch, known);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Product} {Version}";

    private bool IsElasticsearch(int major, int minor) => Product == ElasticProduct.Elasticsearch && Version >= new Version(major, minor);

    private static string Seconds(TimeSpan time) => $"{(int)Math.Ceiling(time.TotalSeconds)}s";
}
