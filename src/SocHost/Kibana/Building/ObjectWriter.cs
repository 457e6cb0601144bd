using System.Text.Json.Nodes;
using SocHost.Kibana.Content;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Building;

/// <summary>Writes data views, tags and saved searches in one language.</summary>
internal sealed class ObjectWriter(KibanaContent content, string language)
{
    private const string SearchIndex = "kibanaSavedObjectMeta.searchSourceJSON.index";

    private readonly Ids _ids = new(language);

    /// <summary>A whole object.</summary>
    public static JsonObject Object(string type, string id, JsonObject attributes, References references) => new()
    {
        ["id"] = id,
        ["type"] = type,
        ["coreMigrationVersion"] = Pins.Core,
        ["typeMigrationVersion"] = Pins.ByType[type],
        ["references"] = references.ToJson(),
        ["attributes"] = attributes,
    };

    /// <summary>KQL as saved objects keep it.</summary>
    public static JsonObject Kuery(string query) => new() { ["query"] = query, ["language"] = "kuery" };

    /// <summary>A data view. It names no fields: Kibana asks the indices, and none need be there yet.</summary>
    public JsonObject View(DataViewSource view)
    {
        JsonObject labels = [];
        foreach ((string field, LocalText label) in content.Labels.OrderBy(static l => l.Key, StringComparer.Ordinal))
        {
            string name = LocalField.In(field, language);
            if (view.Fields.TryType(name, out _))
                labels[name] = new JsonObject { ["customLabel"] = label.In(language) };
        }

        return Object(ObjectTypes.IndexPattern, _ids.View(view.Id), new JsonObject
        {
            ["title"] = view.Pattern,
            ["name"] = view.Name.In(language),
            ["timeFieldName"] = view.TimeField,
            ["allowNoIndex"] = true,
            ["fields"] = "[]",
            ["fieldAttrs"] = NestedJson.Write(labels),
        }, new References());
    }

    /// <summary>A tag.</summary>
    public JsonObject Tag(TagSource tag) => Object(ObjectTypes.Tag, _ids.Tag(tag.Id), new JsonObject
    {
        ["name"] = tag.Name.In(language),
        ["description"] = tag.Description.In(language),
        ["color"] = tag.Color,
    }, new References());

    /// <summary>A saved search, newest documents first.</summary>
    public JsonObject Search(SearchSource search)
    {
        References references = new();
        references.Add(ObjectTypes.IndexPattern, _ids.View(search.View), SearchIndex);
        AddTags(references, search.Tags);
        JsonObject source = new()
        {
            ["query"] = Kuery(search.Query),
            ["filter"] = new JsonArray(),
            ["indexRefName"] = SearchIndex,
        };
        return Object(ObjectTypes.Search, _ids.Search(search.Id), new JsonObject
        {
            ["title"] = search.Title.In(language),
            ["description"] = search.Description.In(language),
            ["columns"] = new JsonArray([.. search.Columns.Select(c => (JsonNode)LocalField.In(c, language))]),
            ["sort"] = new JsonArray(new JsonArray(content.View(search.View).TimeField, "desc")),
            ["kibanaSavedObjectMeta"] = new JsonObject { ["searchSourceJSON"] = NestedJson.Write(source) },
        }, references);
    }

    /// <summary>References to tags, under the names by which Kibana finds them.</summary>
    public void AddTags(References references, IEnumerable<string> tags)
    {
        foreach (string tag in tags)
            references.Add(ObjectTypes.Tag, _ids.Tag(tag), $"tag-ref-{_ids.Tag(tag)}");
    }
}
