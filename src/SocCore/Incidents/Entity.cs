namespace SocCore.Incidents;

/// <summary>Somebody or something that an incident is about.</summary>
/// <param name="Field">The ECS field it was read from.</param>
/// <param name="Value">Its value.</param>
/// <param name="Agencies">The agencies in whose evidence it occurs; only they and the city SOC see it.</param>
public sealed record Entity(string Field, string Value, IReadOnlyList<string> Agencies);
