namespace SocApi.Contracts;

/// <summary>A field that queries may name.</summary>
internal sealed record FieldResource(string Name, string Type, bool IsArray, bool IsDeclared);
