namespace SocStore.Elastic.Setup;

/// <summary>How many shards the store will have when every stream has all of its generations, and how many the nodes allow.</summary>
/// <param name="Streams">Data streams: datasets times the namespaces that have their own.</param>
/// <param name="Generations">Backing indices of each.</param>
/// <param name="Replicas">Copies of each shard.</param>
/// <param name="OwnIndices">Indices beside the streams.</param>
/// <param name="OtherShards">Shards on the cluster that are not this store's.</param>
/// <param name="DataNodes">Nodes that hold data.</param>
/// <param name="MostPerNode">Shards that each of them allows (<c>cluster.max_shards_per_node</c>).</param>
internal sealed record ShardPlan(int Streams, int Generations, int Replicas, int OwnIndices, int OtherShards, int DataNodes, int MostPerNode)
{
    private const int MostPercent = 70;

    /// <summary>The shards of this store and the others.</summary>
    public long Projected => ((((long)Streams * Generations) + OwnIndices) * (1 + Replicas)) + OtherShards;

    /// <summary>What the nodes allow.</summary>
    public long Allowed => (long)DataNodes * MostPerNode;

    /// <summary>The share of what is allowed.</summary>
    public double Percent => Allowed == 0 ? 100 : 100.0 * Projected / Allowed;

    /// <summary>Whether it leaves the room that a cluster needs to move and to grow.</summary>
    public bool Fits => Percent <= MostPercent;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Streams} streams × {Generations} generations + {OwnIndices} indices, each with {Replicas} {(Replicas == 1 ? "replica" : "replicas")}, + {OtherShards} of others = {Projected} shards, {Percent:0.#} % of the {Allowed} that {DataNodes} data {(DataNodes == 1 ? "node allows" : "nodes allow")}");
}
