namespace SocApi.Contracts;

/// <summary>Another incident that this one has to do with.</summary>
internal sealed record LinkResource(string Type, string Uid);
