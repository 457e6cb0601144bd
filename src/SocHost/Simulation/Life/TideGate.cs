namespace SocHost.Simulation.Life;

/// <summary>
/// A tide gate and the water beside it. The gate of Phú Xuân has a spring tide that passes the alarm level, which is nature
/// and no incident; the control room moves gates by SCADA, and tries the remote way of the other gates at low water.
/// </summary>
internal sealed class TideGate(CitySystems systems, Site site) : Actor(systems.City, "tide gate " + site.Id, 60, DayRhythm.Steady)
{
    private static readonly TimeSpan Tide = TimeSpan.FromHours(12.42);
    private readonly DateTimeOffset _began = systems.City.Now;
    private bool _open = true;

    protected override void Act()
    {
        systems.Flood.Level(site, Metres());
        if (Chance.NextDouble() >= 0.03)
            return;
        (string from, string to) = _open ? ("OPEN", "CLOSE") : ("CLOSE", "OPEN");
        _open = !_open;
        bool trial = site != Places.SpringTide && Chance.NextDouble() < 0.2;
        systems.Flood.GateMoving(site, 1 + Chance.Next(3), from, to, trial ? "remote" : "scada", 0.35);
    }

    private double Metres()
    {
        double noise = (Chance.NextDouble() - 0.5) * 0.03;
        if (site == Places.SpringTide)
            return 1.30 + (0.42 * Math.Min(1, (City.Now - _began).TotalMinutes / 15)) + noise;
        double phase = 2 * Math.PI * (City.Now.UtcTicks % Tide.Ticks) / Tide.Ticks;
        return 0.85 + (0.40 * Math.Sin(phase)) + noise;
    }
}
