using System.Text.Json;
using System.Text.Json.Nodes;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Setup;

namespace SocStore.Elastic.Foreign;

/// <summary>
/// Gives foreign documents the time at which the server took them: a pipeline that sets <c>event.ingested</c> where it is
/// missing, to be the final pipeline of their indices. An index that has another one keeps it.
/// </summary>
internal sealed class ForeignSetup(ElasticGateway gateway, ForeignOptions options)
{
    /// <summary>Grows with every change of the pipeline.</summary>
    private const int Version = 1;

    private const string Setting = "index.final_pipeline";

    // No template of a value: a server need not have the language of those. A sender's own time is left as it is.
    private const string Script = """
        if (ctx['event.ingested'] == null) {
          if (ctx.event == null) { ctx.event = [:]; }
          if (ctx.event instanceof Map && ctx.event.ingested == null) { ctx.event.ingested = Instant.ofEpochMilli(System.currentTimeMillis()).toString(); }
        }
        """;

    /// <summary>The name of the pipeline.</summary>
    public static string PipelineOf(ElasticOptions options) => options.IndexPrefix + "foreign-ingested";

    /// <param name="apply">Whether existing indices without a final pipeline get this one.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="SetupException">No feed is set, or a newer version made the pipeline.</exception>
    public async Task<ForeignSetupReport> RunAsync(bool apply, CancellationToken cancel)
    {
        if (options.Patterns.Count == 0)
            throw new SetupException("No feed of foreign events is set; name the indices in Soc:Store:Elastic:Foreign:Patterns.");
        string pipeline = PipelineOf(gateway.Options);
        string outcome = await MakeAsync(pipeline, cancel).ConfigureAwait(false);
        List<ForeignIndexSetup> indices = [];
        foreach (ForeignPattern pattern in options.Patterns)
            indices.AddRange(await LookAsync(pattern, pipeline, apply, cancel).ConfigureAwait(false));
        List<string> todo =
        [
            .. options.Patterns.Select(p => $"in the index template that makes '{p.Pattern}': \"settings\": {{ \"{Setting}\": \"{pipeline}\" }}"),
        ];
        return new ForeignSetupReport(pipeline, outcome, indices, todo);
    }

    private async Task<string> MakeAsync(string name, CancellationToken cancel)
    {
        JsonObject body = new()
        {
            ["description"] = "Sets event.ingested where it is missing, for documents that others write and SmartCity SOC reads",
            ["version"] = Version,
            ["processors"] = new JsonArray(new JsonObject { ["script"] = new JsonObject { ["lang"] = "painless", ["source"] = Script, ["ignore_failure"] = true } }),
        };
        bool isThere = false;
        using (ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Get($"_ingest/pipeline/{name}").Expecting(404), cancel).ConfigureAwait(false))
        {
            if (answer.IsSuccess && answer.Root.TryGetProperty(name, out JsonElement present))
            {
                isThere = true;
                if (present.TryGetProperty("version", out JsonElement version) && version.GetInt32() > Version)
                    throw new SetupException($"The pipeline '{name}' is of version {version.GetInt32()}, this program has {Version}. Update this program.");
                if (present.TryGetProperty("processors", out JsonElement processors) && JsonNode.DeepEquals(JsonNode.Parse(processors.GetRawText()), body["processors"]))
                    return "unchanged";
            }
        }

        (await gateway.SendAsync(ElasticRequest.Put($"_ingest/pipeline/{name}", body), cancel).ConfigureAwait(false)).Dispose();
        return isThere ? "updated" : "created";
    }

    /// <summary>How each open index of a pattern stands, after it was changed where that was asked for.</summary>
    private async Task<List<ForeignIndexSetup>> LookAsync(ForeignPattern pattern, string pipeline, bool apply, CancellationToken cancel)
    {
        List<ForeignIndexSetup> found = [];
        string target = new ForeignSearch(gateway, pattern.Pattern).Target;
        // An index without any of the settings asked for would not be told: each has a uuid.
        using ElasticResponse answer = await gateway.SendAsync(
            ElasticRequest.Get($"{target}/_settings/index.uuid,{Setting}?flat_settings=true&ignore_unavailable=true&allow_no_indices=true").Expecting(404), cancel).ConfigureAwait(false);
        if (!answer.IsSuccess)
            return found;
        foreach (JsonProperty index in answer.Root.EnumerateObject().OrderBy(static i => i.Name, StringComparer.Ordinal))
        {
            string? present = index.Value.GetProperty("settings").TryGetProperty(Setting, out JsonElement set) ? set.GetString() : null;
            if (present is null or "_none" && apply)
            {
                JsonObject body = new() { ["index"] = new JsonObject { ["final_pipeline"] = pipeline } };
                (await gateway.SendAsync(ElasticRequest.Put($"{index.Name}/_settings", body), cancel).ConfigureAwait(false)).Dispose();
                found.Add(new ForeignIndexSetup(pattern.Key, index.Name, "set now"));
            }
            else
            {
                found.Add(new ForeignIndexSetup(pattern.Key, index.Name, present == pipeline ? "set" : present is null or "_none" ? "not set" : $"has '{present}', which is left"));
            }
        }

        return found;
    }
}
