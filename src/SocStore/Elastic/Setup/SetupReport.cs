namespace SocStore.Elastic.Setup;

/// <summary>What the setup found and did.</summary>
/// <param name="Server">Product and version.</param>
/// <param name="Types">Wished field types and what they became.</param>
/// <param name="Steps">Every template and index.</param>
/// <param name="Plan">The shards, in words.</param>
/// <param name="ProjectedShards">Shards when every stream has all of its generations.</param>
/// <param name="AllowedShards">Shards that the nodes allow.</param>
/// <param name="Retention">Who deletes old events, in words.</param>
public sealed record SetupReport(
    string Server,
    IReadOnlyDictionary<string, string> Types,
    IReadOnlyList<SetupStep> Steps,
    string Plan,
    long ProjectedShards,
    long AllowedShards,
    string Retention);
