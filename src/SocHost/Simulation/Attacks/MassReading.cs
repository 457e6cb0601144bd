namespace SocHost.Simulation.Attacks;

/// <summary>An account of a hospital reads one record after the other.</summary>
internal sealed class MassReading() : Attack(new PlantedAttack(
    "mass-reading", "health", RuleIds.MassReading, "dd.my reads the records of 64 patients within seven minutes"))
{
    public override void Begin(CitySystems systems)
    {
        for (int i = 0; i < 64; i++)
        {
            int patient = 150_000 + (i * 37);
            systems.City.After(TimeSpan.FromSeconds(i * 6.5), () => systems.Health.Read("dd.my", "192.0.2.217", patient));
        }
    }
}
