namespace SocHost.Simulation.Attacks;

/// <summary>The emergency door of the records is used as if it were the front door.</summary>
internal sealed class BreakGlass() : Attack(new PlantedAttack(
    "break-glass", "health", RuleIds.BreakGlass, "bs.phat opens six records as emergencies within five minutes"))
{
    public override void Begin(CitySystems systems)
    {
        for (int i = 0; i < 6; i++)
        {
            int patient = 90_000 + (i * 411);
            systems.City.After(TimeSpan.FromSeconds(i * 50), () => systems.Health.Read("bs.phat", "192.0.2.219", patient, "ETREAT"));
        }
    }
}
