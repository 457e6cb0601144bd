namespace SocCore.Storage;

/// <summary>A value of a field and the number of events that have it.</summary>
public readonly record struct FieldCount(string Value, long Count);
