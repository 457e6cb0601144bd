using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Setup;

/// <summary>Reads how the store is, without changing anything.</summary>
internal sealed class StatusReading(ElasticGateway gateway, ILogger logger)
{
    public async Task<StoreStatus> ReadAsync(CancellationToken cancel)
    {
        ElasticDialect dialect = await gateway.ConnectAsync(cancel).ConfigureAwait(false);
        ElasticOptions options = gateway.Options;
        bool isSetUp = await new ElasticSetup(gateway, logger).IsDoneAsync(cancel).ConfigureAwait(false);
        ShardPlan plan = await ClusterShards.PlanAsync(gateway, options.Datasets, cancel).ConfigureAwait(false);
        Dictionary<string, (long Documents, long Bytes)> indices = await CountAsync(cancel).ConfigureAwait(false);
        return new StoreStatus(
            dialect.ToString(),
            gateway.Nodes.ToDictionary(static n => n.ToString(), static n => n.Failures == 0 ? "answers" : $"failed {n.Failures} times"),
            await HealthAsync(cancel).ConfigureAwait(false),
            isSetUp,
            (await ServerTypes.AskAsync(gateway, cancel).ConfigureAwait(false)).Names,
            await StreamsAsync(indices, cancel).ConfigureAwait(false),
            StoreIndices.All.Select(i => i.In(options)).Where(indices.ContainsKey).ToDictionary(static n => n, n => indices[n].Documents),
            plan.ToString(),
            plan.Projected,
            plan.Allowed,
            ElasticSetup.Words(dialect, new Retention(options.RetentionDays)));
    }

    private async Task<string> HealthAsync(CancellationToken cancel)
    {
        using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Get("_cluster/health?filter_path=status"), cancel).ConfigureAwait(false);
        return answer.Root.GetProperty("status").GetString()!;
    }

    private async Task<Dictionary<string, (long Documents, long Bytes)>> CountAsync(CancellationToken cancel)
    {
        ElasticOptions options = gateway.Options;
        using ElasticResponse answer = await gateway.SendAsync(
            ElasticRequest.Get($"_cat/indices/logs-*-{options.Namespace},{options.IndexPrefix}*?format=json&bytes=b&expand_wildcards=all&h=index,docs.count,pri.store.size").Expecting(404), cancel).ConfigureAwait(false);
        Dictionary<string, (long Documents, long Bytes)> found = [];
        if (!answer.IsSuccess)
            return found;
        foreach (JsonElement index in answer.Root.EnumerateArray())
            found[index.GetProperty("index").GetString()!] = (Number(index, "docs.count"), Number(index, "pri.store.size"));
        return found;
    }

    private async Task<IReadOnlyList<StreamStatus>> StreamsAsync(Dictionary<string, (long Documents, long Bytes)> indices, CancellationToken cancel)
    {
        using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Get($"_data_stream/logs-*-{gateway.Options.Namespace}").Expecting(404), cancel).ConfigureAwait(false);
        if (!answer.IsSuccess)
            return [];
        List<StreamStatus> streams = [];
        foreach (JsonElement stream in answer.Root.GetProperty("data_streams").EnumerateArray())
        {
            List<string> backing = [.. stream.GetProperty("indices").EnumerateArray().Select(static i => i.GetProperty("index_name").GetString()!)];
            streams.Add(new StreamStatus(
                stream.GetProperty("name").GetString()!,
                backing.Count,
                backing.Sum(n => indices.GetValueOrDefault(n).Documents),
                backing.Sum(n => indices.GetValueOrDefault(n).Bytes)));
        }

        return streams;
    }

    private static long Number(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement text) && long.TryParse(text.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : 0;
}
