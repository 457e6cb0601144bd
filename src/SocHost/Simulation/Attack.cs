namespace SocHost.Simulation;

/// <summary>One thing that the attacker does, with what must come of it.</summary>
internal abstract class Attack(PlantedAttack planted)
{
    /// <summary>What is planted.</summary>
    public PlantedAttack Planted { get; } = planted;

    /// <summary>Puts the attack's acts into the city's plan, from now on.</summary>
    public abstract void Begin(CitySystems systems);
}
