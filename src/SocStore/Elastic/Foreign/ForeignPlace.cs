namespace SocStore.Elastic.Foreign;

/// <summary>Where a foreign event lies.</summary>
/// <param name="Index">The index.</param>
/// <param name="Id">The document's name in it.</param>
/// <param name="Routing">The word by which its shard was chosen; null for its name.</param>
/// <param name="Origin">What the settings said of it.</param>
internal sealed record ForeignPlace(string Index, string Id, string? Routing, ForeignOrigin Origin);
