using System.Text.Json.Nodes;
using SocStore.Elastic.Events;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Setup;

/// <summary>
/// Which field types the server has, and what takes a missing one's place: asked with simulated templates, so that a server
/// is taken for what it can do and not for what its version promises. Each is a mapping as it will be written.
/// </summary>
internal sealed record ServerTypes(JsonObject Wildcard, JsonObject ConstantKeyword, JsonObject Prose, JsonObject AnyObject)
{
    // The first that the server takes; the last of each it always has.
    private static readonly string[] Wildcards =
    [
        $$"""{"type":"wildcard","ignore_above":{{EventIndex.LongestTerm}}}""",
        $$"""{"type":"keyword","ignore_above":{{EventIndex.LongestTerm}}}""",
    ];

    private static readonly string[] ConstantKeywords = ["""{"type":"constant_keyword"}""", """{"type":"keyword","ignore_above":1024}"""];

    private static readonly string[] Proses = ["""{"type":"match_only_text"}""", """{"type":"text","norms":false}"""];

    private static readonly string[] AnyObjects =
    [
        """{"type":"flattened","ignore_above":8191,"depth_limit":64}""",
        """{"type":"flat_object"}""",
        """{"type":"object","enabled":false}""",
    ];

    public static async Task<ServerTypes> AskAsync(ElasticGateway gateway, CancellationToken cancel) => new(
        await FirstAsync(gateway, await HasPlainWildcardAsync(gateway, cancel).ConfigureAwait(false) ? Wildcards : Wildcards[^1..], cancel).ConfigureAwait(false),
        await FirstAsync(gateway, ConstantKeywords, cancel).ConfigureAwait(false),
        await FirstAsync(gateway, Proses, cancel).ConfigureAwait(false),
        await FirstAsync(gateway, AnyObjects, cancel).ConfigureAwait(false));

    /// <summary>The four choices by the name of the type that was wished for.</summary>
    public IReadOnlyDictionary<string, string> Names => new Dictionary<string, string>
    {
        ["wildcard"] = Wildcard["type"]!.GetValue<string>(),
        ["constant_keyword"] = ConstantKeyword["type"]!.GetValue<string>(),
        ["match_only_text"] = Prose["type"]!.GetValue<string>(),
        ["flattened"] = AnyObject["type"]!.GetValue<string>(),
    };

    /// <summary>
    /// Whether a wildcard is asked as a keyword is. OpenSearch's reads a star in an exact value as a wildcard, does not find
    /// the empty value, and fails on expressions without one.
    /// </summary>
    private static async Task<bool> HasPlainWildcardAsync(ElasticGateway gateway, CancellationToken cancel) =>
        (await gateway.ConnectAsync(cancel).ConfigureAwait(false)).Product == ElasticProduct.Elasticsearch;

    private static async Task<JsonObject> FirstAsync(ElasticGateway gateway, string[] candidates, CancellationToken cancel)
    {
        foreach (string candidate in candidates[..^1])
        {
            JsonObject template = new()
            {
                ["index_patterns"] = new JsonArray("soc-type-probe-*"),
                ["priority"] = 1_000_000,
                ["template"] = new JsonObject { ["mappings"] = new JsonObject { ["properties"] = new JsonObject { ["probe"] = JsonNode.Parse(candidate) } } },
            };
            using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Post("_index_template/_simulate", template).Expecting(400), cancel).ConfigureAwait(false);
            if (answer.IsSuccess)
                return Parse(candidate);
        }

        return Parse(candidates[^1]);
    }

    private static JsonObject Parse(string mapping) => JsonNode.Parse(mapping)!.AsObject();
}
