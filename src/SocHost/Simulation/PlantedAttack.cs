namespace SocHost.Simulation;

/// <summary>An attack that the simulator plays, and the rule that must find it.</summary>
/// <param name="Id">A short name.</param>
/// <param name="System">The city system in which it shows; <c>_city</c> when only several together show it.</param>
/// <param name="RuleId">The id of the rule that must raise an incident.</param>
/// <param name="Description">What the attacker does.</param>
internal sealed record PlantedAttack(string Id, string System, string RuleId, string Description);
