using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Setup;

/// <summary>
/// Makes what the store needs on a server: templates, indices. Run again it changes only what differs; it never deletes, and
/// leaves alone what a newer version made.
/// </summary>
internal sealed partial class ElasticSetup(ElasticGateway gateway, ILogger logger)
{
    /// <summary>Whether the server has been set up from what this process would do; read with one call.</summary>
    public async Task<bool> IsDoneAsync(CancellationToken cancel)
    {
        ElasticDialect dialect = await gateway.ConnectAsync(cancel).ConfigureAwait(false);
        string name = gateway.Options.IndexPrefix + "events";
        SetupMark? mark = await FindMarkAsync($"_index_template/{name}", "index_templates", "index_template", cancel).ConfigureAwait(false);
        RefuseNewer(mark, name);
        return mark?.Basis == SetupMark.BasisOf(dialect, gateway.Options);
    }

    /// <summary>Sets up what differs.</summary>
    /// <param name="streams">Data streams that are expected, for the plan.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="SetupException">The plan does not fit, a template stands in the way, or a newer version set the store up.</exception>
    public async Task<SetupReport> RunAsync(int streams, CancellationToken cancel)
    {
        ElasticDialect dialect = await gateway.ConnectAsync(cancel).ConfigureAwait(false);
        ElasticOptions options = gateway.Options;
        ShardPlan plan = await ClusterShards.PlanAsync(gateway, streams, cancel).ConfigureAwait(false);
        if (!plan.Fits)
            throw new SetupException($"The shards do not fit: {plan}. Keep events for fewer days, take fewer replicas, add nodes, or raise cluster.max_shards_per_node.");
        ServerTypes types = await ServerTypes.AskAsync(gateway, cancel).ConfigureAwait(false);
        EventTemplates templates = new(dialect, types, options);
        string basis = SetupMark.BasisOf(dialect, options);
        List<SetupStep> steps =
        [
            await PutAsync("component template", $"_component_template/{templates.FieldsName}", "component_templates", "component_template", Marked(templates.FieldsBody(), basis), cancel).ConfigureAwait(false),
            await PutAsync("component template", $"_component_template/{templates.SettingsName}", "component_templates", "component_template", Marked(templates.SettingsBody(), basis), cancel).ConfigureAwait(false),
        ];
        foreach (IndexDefinition index in StoreIndices.All)
            steps.Add(await MakeIndexAsync(index, cancel).ConfigureAwait(false));
        // The index template last: it says that everything before it is there.
        steps.Add(await PutAsync("index template", $"_index_template/{templates.IndexTemplateName}", "index_templates", "index_template", Marked(templates.IndexTemplateBody(), basis), cancel).ConfigureAwait(false));
        string hash = SetupMark.Of(templates.FieldsBody(), basis).Hash;
        await CheckWinsAsync(hash, cancel).ConfigureAwait(false);
        steps.AddRange(await RollOverAsync(dialect, hash, cancel).ConfigureAwait(false));
        Log.Done(logger, dialect, steps.Count(static s => s.Outcome != "unchanged"), plan);
        return new SetupReport(dialect.ToString(), types.Names, steps, plan.ToString(), plan.Projected, plan.Allowed, Words(dialect, new Retention(options.RetentionDays)));
    }

    /// <summary>Who deletes old events.</summary>
    internal static string Words(ElasticDialect dialect, Retention retention) => dialect.HasDataStreamLifecycle
        ? $"{retention.Days} d by the streams' own lifecycle, and by the service's daily retention"
        : $"{retention.Days} d by the service's daily retention, a new backing index every {retention.RolloverDays} d";

    /// <summary>The mark goes where the object keeps it, and into the mapping, which every index made from it has.</summary>
    private static JsonObject Marked(JsonObject body, string basis)
    {
        JsonObject meta = SetupMark.Of(body, basis).ToMeta();
        if (body["template"]?["mappings"] is JsonObject mappings)
            mappings["_meta"] = meta.DeepClone();
        body["_meta"] = meta;
        return body;
    }

    private static void RefuseNewer(SetupMark? mark, string name)
    {
        if (mark?.Version > SetupMark.CurrentVersion)
            throw new SetupException($"'{name}' was set up by version {mark.Version} of the setup, this program has {SetupMark.CurrentVersion}. Update this program.");
    }

    private async Task<SetupStep> PutAsync(string kind, string path, string list, string item, JsonObject body, CancellationToken cancel)
    {
        string name = path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..];
        SetupMark? mark = await FindMarkAsync(path, list, item, cancel).ConfigureAwait(false);
        RefuseNewer(mark, name);
        if (mark?.Hash == body["_meta"]!["soc"]!["hash"]!.GetValue<string>() && mark.Basis == body["_meta"]!["soc"]!["basis"]!.GetValue<string>())
            return new SetupStep(kind, name, "unchanged");
        (await gateway.SendAsync(ElasticRequest.Put(path, body), cancel).ConfigureAwait(false)).Dispose();
        return new SetupStep(kind, name, mark is null ? "created" : "updated");
    }

    private async Task<SetupMark?> FindMarkAsync(string path, string list, string item, CancellationToken cancel)
    {
        using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Get(path).Expecting(404), cancel).ConfigureAwait(false);
        if (!answer.IsSuccess)
            return null;
        JsonElement found = answer.Root.GetProperty(list);
        return found.GetArrayLength() == 0 ? null : SetupMark.Read(found[0].GetProperty(item)) ?? new SetupMark(0, "", "");
    }

    /// <summary>Makes one index, or brings its mapping up to date.</summary>
    internal async Task<SetupStep> MakeIndexAsync(IndexDefinition index, CancellationToken cancel)
    {
        ElasticDialect dialect = await gateway.ConnectAsync(cancel).ConfigureAwait(false);
        string basis = SetupMark.BasisOf(dialect, gateway.Options);
        string name = index.In(gateway.Options);
        JsonObject mappings = new() { ["dynamic"] = "strict", ["properties"] = index.Properties(dialect) };
        SetupMark wanted = SetupMark.Of(mappings, basis);
        mappings["_meta"] = wanted.ToMeta();
        using (ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Get($"{name}/_mapping").Expecting(404), cancel).ConfigureAwait(false))
        {
            if (answer.IsSuccess)
            {
                SetupMark? mark = SetupMark.Read(answer.Root.GetProperty(name).GetProperty("mappings"));
                RefuseNewer(mark, name);
                if (mark?.Hash == wanted.Hash)
                    return new SetupStep("index", name, "unchanged");
                (await gateway.SendAsync(ElasticRequest.Put($"{name}/_mapping", mappings), cancel).ConfigureAwait(false)).Dispose();
                return new SetupStep("index", name, "updated");
            }
        }

        JsonObject settings = new()
        {
            ["number_of_shards"] = 1,
            ["refresh_interval"] = "1s",
            ["translog"] = new JsonObject { ["durability"] = "request" },
        };
        EventTemplates.AddReplicas(settings, gateway.Options);
        JsonObject body = new() { ["settings"] = new JsonObject { ["index"] = settings }, ["mappings"] = mappings };
        // Another process may be setting up at the same time.
        using ElasticResponse made = await gateway.SendAsync(ElasticRequest.Put(name, body).Expecting(400), cancel).ConfigureAwait(false);
        if (!made.IsSuccess && made.Root.GetProperty("error").GetProperty("type").GetString() != "resource_already_exists_exception")
            throw ElasticException.Of($"PUT /{name}", made.Status, made.Root);
        return new SetupStep("index", name, "created");
    }

    /// <summary>A template of others with a higher priority would win in silence.</summary>
    private async Task CheckWinsAsync(string hash, CancellationToken cancel)
    {
        string name = $"logs-soc.setup-{gateway.Options.Namespace}";
        using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Post($"_index_template/_simulate_index/{name}"), cancel).ConfigureAwait(false);
        SetupMark? mark = answer.Root.GetProperty("template").TryGetProperty("mappings", out JsonElement mappings) ? SetupMark.Read(mappings) : null;
        if (mark?.Hash == hash)
            return;
        string others = answer.Root.TryGetProperty("overlapping", out JsonElement overlapping)
            ? string.Join(", ", overlapping.EnumerateArray().Select(static o => o.GetProperty("name").GetString()))
            : "";
        throw new SetupException($"A new stream '{name}' would not be made from the template of this store, but from another of {others}; lower that one's priority, or narrow its pattern.");
    }

    /// <summary>Streams whose present backing index has an older mapping begin a new one.</summary>
    private async Task<List<SetupStep>> RollOverAsync(ElasticDialect dialect, string hash, CancellationToken cancel)
    {
        List<SetupStep> steps = [];
        string pattern = $"logs-*-{gateway.Options.Namespace}";
        using ElasticResponse streams = await gateway.SendAsync(ElasticRequest.Get($"_data_stream/{pattern}").Expecting(404), cancel).ConfigureAwait(false);
        if (!streams.IsSuccess)
            return steps;
        using ElasticResponse mappings = await gateway.SendAsync(ElasticRequest.Get($"{pattern}/_mapping?filter_path=*.mappings._meta"), cancel).ConfigureAwait(false);
        foreach (JsonElement stream in streams.Root.GetProperty("data_streams").EnumerateArray())
        {
            string name = stream.GetProperty("name").GetString()!;
            string write = stream.GetProperty("indices").EnumerateArray().Last().GetProperty("index_name").GetString()!;
            SetupMark? mark = mappings.Root.ValueKind == JsonValueKind.Object && mappings.Root.TryGetProperty(write, out JsonElement index)
                ? SetupMark.Read(index.GetProperty("mappings"))
                : null;
            if (mark?.Hash == hash)
                continue;
            (await gateway.SendAsync(ElasticRequest.Post($"{name}/_rollover{(dialect.HasLazyRollover ? "?lazy=true" : "")}"), cancel).ConfigureAwait(false)).Dispose();
            steps.Add(new SetupStep("data stream", name, "rolled over"));
        }

        return steps;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SetupDone, LogLevel.Information, "The store on {Dialect} is set up; {Changes} templates and indices were made or changed. {Plan}")]
        public static partial void Done(ILogger logger, ElasticDialect dialect, int changes, ShardPlan plan);
    }
}
