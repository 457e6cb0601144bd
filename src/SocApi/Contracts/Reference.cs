namespace SocApi.Contracts;

/// <summary>Something that is named by its id.</summary>
internal sealed record Reference(string Uid);
