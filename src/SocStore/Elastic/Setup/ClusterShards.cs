using System.Globalization;
using System.Text.Json;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Setup;

/// <summary>Counts a cluster's nodes and shards for the plan.</summary>
internal static class ClusterShards
{
    private const int DefaultMostPerNode = 1_000;

    /// <param name="gateway">The way to the server.</param>
    /// <param name="streams">Data streams that are expected; those that exist count when they are more.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<ShardPlan> PlanAsync(ElasticGateway gateway, int streams, CancellationToken cancel)
    {
        ElasticOptions options = gateway.Options;
        using ElasticResponse health = await gateway.SendAsync(ElasticRequest.Get("_cluster/health?filter_path=number_of_data_nodes,active_shards,unassigned_shards"), cancel).ConfigureAwait(false);
        int nodes = health.Root.GetProperty("number_of_data_nodes").GetInt32();
        int shards = health.Root.GetProperty("active_shards").GetInt32() + health.Root.GetProperty("unassigned_shards").GetInt32();
        int existing = 0;
        using (ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Get($"_data_stream/logs-*-{options.Namespace}").Expecting(404), cancel).ConfigureAwait(false))
        {
            if (answer.IsSuccess)
                existing = answer.Root.GetProperty("data_streams").GetArrayLength();
        }

        int own = await CountOwnAsync(gateway, cancel).ConfigureAwait(false);
        int replicas = options.Replicas ?? (nodes > 1 ? 1 : 0);
        Retention retention = new(options.RetentionDays);
        return new ShardPlan(
            Math.Max(streams, existing), retention.Generations, replicas, StoreIndices.All.Count, Math.Max(0, shards - own), nodes, await MostPerNodeAsync(gateway, cancel).ConfigureAwait(false));
    }

    private static async Task<int> CountOwnAsync(ElasticGateway gateway, CancellationToken cancel)
    {
        ElasticOptions options = gateway.Options;
        using ElasticResponse answer = await gateway.SendAsync(
            ElasticRequest.Get($"_cat/shards/logs-*-{options.Namespace},{options.IndexPrefix}*?format=json&h=index").Expecting(404), cancel).ConfigureAwait(false);
        return answer.IsSuccess ? answer.Root.GetArrayLength() : 0;
    }

    private static async Task<int> MostPerNodeAsync(ElasticGateway gateway, CancellationToken cancel)
    {
        using ElasticResponse answer = await gateway.SendAsync(
            ElasticRequest.Get("_cluster/settings?include_defaults=true&flat_settings=true&filter_path=*.cluster.max_shards_per_node"), cancel).ConfigureAwait(false);
        foreach (string level in (string[])["transient", "persistent", "defaults"])
        {
            if (answer.Root.TryGetProperty(level, out JsonElement settings)
                && settings.TryGetProperty("cluster.max_shards_per_node", out JsonElement most)
                && int.TryParse(most.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out int value))
            {
                return value;
            }
        }

        return DefaultMostPerNode;
    }
}
