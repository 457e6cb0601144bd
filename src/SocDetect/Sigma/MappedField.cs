namespace SocDetect.Sigma;

/// <summary>What one Sigma field name is called by its source, where that differs from the namespace's rule, and in ECS.</summary>
internal sealed record MappedField(string? Own, string? Ecs);
