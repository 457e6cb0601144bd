namespace SocApi.Contracts;

/// <summary>A field before and after.</summary>
internal sealed record FieldChangeResource(string Field, string? Before, string? After);
