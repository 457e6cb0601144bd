using System.Text.Json.Nodes;
using SocStore.Elastic.Setup;

namespace SocStore.Elastic.Foreign;

/// <summary>The index that tells where the foreign events lie that rules met.</summary>
internal static class ForeignIndices
{
    /// <summary>One document an event, by its id.</summary>
    public static IndexDefinition Evidence { get; } = new("foreign", static _ => new JsonObject
    {
        ["at"] = new JsonObject { ["type"] = "long" },
        ["agency"] = new JsonObject { ["type"] = "keyword" },
        ["doc"] = new JsonObject { ["type"] = "object", ["enabled"] = false },
    });
}
