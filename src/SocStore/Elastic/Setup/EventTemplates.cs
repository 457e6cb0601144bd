using System.Text.Json.Nodes;
using SocStore.Elastic.Events;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Setup;

/// <summary>The templates of the event streams: fields, settings, and the index template that is composed of them.</summary>
internal sealed class EventTemplates(ElasticDialect dialect, ServerTypes types, ElasticOptions options)
{
    /// <summary>Above the stock templates (logs 100, an agent's integrations 200), so that none of them wins.</summary>
    private const int Priority = 500;

    private readonly Retention _retention = new(options.RetentionDays);

    public string FieldsName { get; } = options.IndexPrefix + "ecs";

    public string SettingsName { get; } = options.IndexPrefix + "events-settings";

    public string IndexTemplateName { get; } = options.IndexPrefix + "events";

    public JsonObject FieldsBody() => new()
    {
        ["template"] = new JsonObject
        {
            // A template is checked by itself too, so the bounds that the fields need are in theirs.
            ["settings"] = new JsonObject { ["index"] = new JsonObject { ["mapping"] = new JsonObject { ["total_fields"] = new JsonObject { ["limit"] = 6_000 }, ["depth"] = new JsonObject { ["limit"] = 30 } } } },
            ["mappings"] = EventMapping.Make(types, options),
        },
    };

    public JsonObject SettingsBody()
    {
        JsonObject index = new()
        {
            ["number_of_shards"] = 1,
            // Given, an interval switches search idle off: else a shard that nobody searched for 30 s shows new events late.
            ["refresh_interval"] = "1s",
            // An answered write is on disk.
            ["translog"] = new JsonObject { ["durability"] = "request" },
            ["max_regex_length"] = EventIndex.RegexLength,
            ["query"] = new JsonObject { ["default_field"] = new JsonArray("message", "event.action", "host.name", "user.name", EventIndex.Shared) },
        };
        AddReplicas(index, options);
        JsonObject template = new() { ["settings"] = new JsonObject { ["index"] = index } };
        if (dialect.HasDataStreamLifecycle)
            template["lifecycle"] = new JsonObject { ["data_retention"] = $"{_retention.Days}d" };
        // What a stream cannot take is told to the writer, which keeps it as a dead letter with its original bytes.
        if (dialect.HasFailureStore)
            template["data_stream_options"] = new JsonObject { ["failure_store"] = new JsonObject { ["enabled"] = false } };
        return new JsonObject { ["template"] = template };
    }

    public JsonObject IndexTemplateBody() => new()
    {
        ["index_patterns"] = new JsonArray($"logs-*-{options.Namespace}"),
        ["priority"] = Priority,
        ["data_stream"] = new JsonObject(),
        ["composed_of"] = new JsonArray(FieldsName, SettingsName),
    };

    /// <summary>One copy wherever there is a second node, unless the settings say how many.</summary>
    internal static void AddReplicas(JsonObject index, ElasticOptions options)
    {
        if (options.Replicas is { } replicas)
            index["number_of_replicas"] = replicas;
        else
            index["auto_expand_replicas"] = "0-1";
    }
}
