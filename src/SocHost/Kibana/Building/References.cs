using System.Text.Json.Nodes;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Building;

/// <summary>The references of an object, in the order in which they were needed.</summary>
internal sealed class References
{
    private readonly List<SavedObjectRef> _all = [];

    /// <summary>Adds one.</summary>
    public void Add(string type, string id, string name) => _all.Add(new SavedObjectRef(type, id, name));

    /// <summary>As they are written.</summary>
    public JsonArray ToJson() =>
        new([.. _all.Select(static r => (JsonNode)new JsonObject { ["id"] = r.Id, ["name"] = r.Name, ["type"] = r.Type })]);
}
