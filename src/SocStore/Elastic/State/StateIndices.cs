using System.Text.Json.Nodes;
using SocStore.Elastic.Setup;

namespace SocStore.Elastic.State;

/// <summary>The indices of what the collector and the API keep: dead letters and named documents.</summary>
internal static class StateIndices
{
    public const string LettersName = "dead-letters";
    public const string DocumentsName = "documents";

    private const string Keyword = "keyword";
    private const string Long = "long";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IndexDefinition> All { get; } =
    [
        Define(LettersName, ("id", Keyword), ("received", Long), ("source", Keyword), ("agency", Keyword), ("stage", Keyword), ("reason", Keyword), ("tries", Long), ("replayed", Long)),
        Define(DocumentsName, ("name", Keyword)),
    ];

    private static IndexDefinition Define(string name, params (string Name, string Type)[] fields) => new(name, _ =>
    {
        JsonObject properties = new() { ["doc"] = new JsonObject { ["type"] = "object", ["enabled"] = false } };
        foreach ((string field, string type) in fields)
            properties[field] = new JsonObject { ["type"] = type };
        return properties;
    });
}
