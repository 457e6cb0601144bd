namespace SocStore.Elastic.Foreign;

/// <summary>How an index of a feed stands.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Index">The index.</param>
/// <param name="Pipeline">Whether the final pipeline is set, was set now, is not set, or is another one.</param>
public sealed record ForeignIndexSetup(string Feed, string Index, string Pipeline);
