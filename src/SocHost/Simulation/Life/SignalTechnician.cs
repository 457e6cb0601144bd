namespace SocHost.Simulation.Life;

/// <summary>
/// Maintenance of signals: with a work order a technician opens a cabinet, sets the junction to flashing at its panel and
/// back. At other junctions somebody looks into a cabinet without an order and touches nothing: careless, not an attack.
/// </summary>
internal sealed class SignalTechnician(CitySystems systems) : Actor(systems.City, "signal technician", 5, DayRhythm.Office)
{
    private static readonly Site[] Maintained = [.. Places.Junctions.Take(3)];
    private static readonly Site[] LookedInto = [.. Places.Junctions.Skip(3)];
    private int _orders = 311;

    protected override void Act()
    {
        if (Chance.NextDouble() < 0.3)
        {
            Site careless = OneOf(LookedInto);
            systems.Signals.DoorOpened(careless, null);
            Later(60, 200, () => systems.Signals.DoorClosed(careless));
            return;
        }

        Site site = OneOf(Maintained);
        systems.Signals.DoorOpened(site, LineText.Of($"BT-26-{_orders++:0000}"));
        Later(60, 120, () => systems.Signals.PlanChanged(site, 3, "00 (flash)", "local panel"));
        Later(400, 500, () => systems.Signals.PlanChanged(site, 0, "03", "local panel"));
        Later(520, 600, () => systems.Signals.DoorClosed(site));
    }
}
