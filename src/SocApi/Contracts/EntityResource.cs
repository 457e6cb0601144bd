namespace SocApi.Contracts;

/// <summary>Who or what an incident is about.</summary>
/// <param name="Ecs">The ECS field.</param>
/// <param name="Value">Its value.</param>
internal sealed record EntityResource(string Ecs, string Value);
