namespace SocStore.Elastic.Setup;

/// <summary>How the store on a server is.</summary>
/// <param name="Server">Product and version.</param>
/// <param name="Nodes">The addresses that are used, each with whether it answers.</param>
/// <param name="Health">green, yellow or red.</param>
/// <param name="IsSetUp">Whether the templates are those of this program and these settings.</param>
/// <param name="Types">Wished field types and what they are on this server.</param>
/// <param name="Streams">The data streams.</param>
/// <param name="Indices">The other indices, each with its number of documents.</param>
/// <param name="Plan">The shards, in words.</param>
/// <param name="ProjectedShards">Shards when every stream has all of its generations.</param>
/// <param name="AllowedShards">Shards that the nodes allow.</param>
/// <param name="Retention">Who deletes old events, in words.</param>
public sealed record StoreStatus(
    string Server,
    IReadOnlyDictionary<string, string> Nodes,
    string Health,
    bool IsSetUp,
    IReadOnlyDictionary<string, string> Types,
    IReadOnlyList<StreamStatus> Streams,
    IReadOnlyDictionary<string, long> Indices,
    string Plan,
    long ProjectedShards,
    long AllowedShards,
    string Retention);
