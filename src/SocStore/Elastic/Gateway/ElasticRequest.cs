using System.Text.Json.Nodes;

namespace SocStore.Elastic.Gateway;

/// <summary>One call: a path with its query, and a body of JSON or of JSON lines.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with its query, relative to a node's address, names in it escaped.</param>
internal sealed record ElasticRequest(HttpMethod Method, string Path)
{
    /// <summary>The body; none when empty.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether the body is JSON lines.</summary>
    public bool IsLines { get; init; }

    /// <summary>
    /// Whether the call may be sent again when its fate is unknown or the server is busy. Not for a write with a condition
    /// (<c>if_seq_no</c>): the second would meet the first.
    /// </summary>
    public bool MayRepeat { get; init; } = true;

    /// <summary>Statuses from 400 up that are an answer and no error, such as 404 for a document that need not be there.</summary>
    public IReadOnlyList<int> Expected { get; init; } = [];

    public static ElasticRequest Head(string path) => new(HttpMethod.Head, path);

    public static ElasticRequest Get(string path) => new(HttpMethod.Get, path);

    public static ElasticRequest Delete(string path) => new(HttpMethod.Delete, path);

    public static ElasticRequest Delete(string path, JsonNode body) => new(HttpMethod.Delete, path) { Body = Bytes(body) };

    public static ElasticRequest Put(string path, JsonNode body) => new(HttpMethod.Put, path) { Body = Bytes(body) };

    public static ElasticRequest Put(string path, ReadOnlyMemory<byte> body) => new(HttpMethod.Put, path) { Body = body };

    public static ElasticRequest Post(string path) => new(HttpMethod.Post, path);

    public static ElasticRequest Post(string path, JsonNode body) => new(HttpMethod.Post, path) { Body = Bytes(body) };

    public static ElasticRequest Post(string path, ReadOnlyMemory<byte> body) => new(HttpMethod.Post, path) { Body = body };

    /// <summary>JSON lines, as <c>_bulk</c> and <c>_msearch</c> take them; the last line ends too.</summary>
    public static ElasticRequest Lines(string path, ReadOnlyMemory<byte> body) => new(HttpMethod.Post, path) { Body = body, IsLines = true, MayRepeat = false };

    /// <summary>The same call, for which these statuses are answers.</summary>
    public ElasticRequest Expecting(params IReadOnlyList<int> statuses) => this with { Expected = statuses };

    /// <summary>The same call, which is sent once.</summary>
    public ElasticRequest Once() => this with { MayRepeat = false };

    /// <inheritdoc/>
    public override string ToString() => $"{Method} /{Path}";

    private static byte[] Bytes(JsonNode body) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(body, ElasticJson.Options);
}
