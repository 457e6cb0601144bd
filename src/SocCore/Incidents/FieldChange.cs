namespace SocCore.Incidents;

/// <summary>A field of an incident before and after a change.</summary>
public sealed record FieldChange(string Field, string? Before, string? After);
