namespace SocApi.Contracts;

/// <summary>A value of a field and the number of events that have it.</summary>
internal sealed record FieldCountResource(string Value, long Count);
