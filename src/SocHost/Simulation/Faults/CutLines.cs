namespace SocHost.Simulation.Faults;

/// <summary>Writers that die in the middle of a line: what they leave is claimed by a source and cannot be read.</summary>
internal sealed class CutLines(CitySystems systems)
{
    /// <summary>How many unreadable lines are planted.</summary>
    public int Count { get; private set; }

    /// <summary>Plans the faults of a stretch of time.</summary>
    public void Plan(TimeSpan duration)
    {
        Plant(duration * 0.12, () => systems.Parking.CutPayment("PK-26-0000120", 15_000));
        Plant(duration * 0.37, () => systems.Parking.CutPayment("PK-26-0000370", 25_000));
        Plant(duration * 0.44, () => systems.Tickets.CutTap("BUS-53-0412"));
        Plant(duration * 0.58, () => systems.Air.CutUplink("aq-cangio-02"));
        Plant(duration * 0.66, () => systems.Health.CutRead("bs.an"));
        Plant(duration * 0.81, () => systems.Tickets.CutTap("GATE-M1-0003"));
    }

    private void Plant(TimeSpan after, Action fault)
    {
        systems.City.After(after, fault);
        Count++;
    }
}
