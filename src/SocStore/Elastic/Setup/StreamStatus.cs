namespace SocStore.Elastic.Setup;

/// <summary>One data stream.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Indices">Number of its backing indices.</param>
/// <param name="Documents">Number of its events.</param>
/// <param name="Bytes">What its primary shards occupy.</param>
public sealed record StreamStatus(string Name, int Indices, long Documents, long Bytes);
