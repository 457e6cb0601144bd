using System.Text.Json.Nodes;
using SocCore.Events;
using SocStore.Elastic.Events;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Setup;

/// <summary>
/// The mapping of the event streams, generated from what ECS, the city and the product declare. Nothing is added by a
/// document: foreign names stay in it and are terms of <see cref="EventIndex.Shared"/>, so no document can be refused for
/// them and none can use up the fields of the index.
/// </summary>
internal static class EventMapping
{
    public static JsonObject Make(ServerTypes types, ElasticOptions options)
    {
        JsonObject root = [];
        foreach (EcsDeclaration declared in EcsSchema.Declared)
        {
            if (!EventIndex.IsContainer(declared.Name))
                Place(root, declared.Name.Split('.'), Of(declared, types, options));
        }

        foreach ((string name, string mapping) in Own)
            Place(root, name.Split('.'), JsonNode.Parse(mapping)!.AsObject());
        return new JsonObject { ["dynamic"] = false, ["properties"] = root };
    }

    /// <summary>The keys of the head that every document has; see <see cref="EventDocument"/>.</summary>
    private static readonly (string Name, string Mapping)[] Own =
    [
        ("soc.time", """{"type":"long"}"""),
        ("soc.id.high", """{"type":"long","index":false}"""),
        ("soc.id.low", """{"type":"long","index":false}"""),
        ("soc.day", """{"type":"date","format":"yyyy-MM-dd"}"""),
        ("soc.agency", """{"type":"keyword"}"""),
        (EventIndex.Odd, """{"type":"keyword"}"""),
        (EventIndex.Shared, """{"type":"keyword"}"""),
        ("soc.doc", """{"type":"object","enabled":false}"""),
    ];

    private static JsonObject Of(EcsDeclaration declared, ServerTypes types, ElasticOptions options)
    {
        switch (declared.Name)
        {
            case "@timestamp":
                return new JsonObject { ["type"] = "date" };
            case "event.original":
                return new JsonObject { ["type"] = "keyword", ["index"] = false, ["doc_values"] = false };
            case "data_stream.type":
                return Constant(types, "logs");
            case "data_stream.namespace":
                return Constant(types, options.Namespace);
        }

        return declared.Type switch
        {
            "constant_keyword" => types.ConstantKeyword.DeepClone().AsObject(),
            "wildcard" => types.Wildcard.DeepClone().AsObject(),
            "match_only_text" or "text" => types.Prose.DeepClone().AsObject(),
            "keyword" => new JsonObject { ["type"] = "keyword", ["ignore_above"] = EventIndex.LongestTerm },
            "boolean" => new JsonObject { ["type"] = "boolean" },
            "date" => Lenient("date"),
            "ip" => Lenient("ip"),
            "geo_point" => Lenient("geo_point"),
            "long" or "integer" => Lenient("long"),
            // Every engine compares doubles: a float or a scaled float would find what is merely near.
            "float" or "double" or "scaled_float" => Lenient("double"),
            _ => types.AnyObject.DeepClone().AsObject(),
        };
    }

    private static JsonObject Constant(ServerTypes types, string value)
    {
        JsonObject mapping = types.ConstantKeyword.DeepClone().AsObject();
        if (types.Names["constant_keyword"] == "constant_keyword")
            mapping["value"] = value;
        return mapping;
    }

    private static JsonObject Lenient(string type) => new() { ["type"] = type, ["ignore_malformed"] = true };

    private static void Place(JsonObject properties, ReadOnlySpan<string> path, JsonObject mapping)
    {
        if (path.Length == 1)
        {
            properties[path[0]] = mapping;
            return;
        }

        if (properties[path[0]] is not JsonObject inner)
            properties[path[0]] = inner = new JsonObject { ["properties"] = new JsonObject() };
        Place(inner["properties"]!.AsObject(), path[1..], mapping);
    }
}
