namespace SocHost.Simulation.Faults;

/// <summary>Writers that die in the middle of a line: what they leave is claimed by a source and cannot be read.</summary>
internal sealed class CutLines(CitySystems systems)
{
    private static readonly double[] PaymentFaults = [0.12, 0.37, 0.81];

    /// <summary>How many unreadable lines are planted.</summary>
    public int Count { get; private set; }

    /// <summary>Plans the faults of a stretch of time.</summary>
    public void Plan(TimeSpan duration)
    {
        foreach (double at in PaymentFaults)
            Plant(duration * at, () => systems.Parking.CutPayment(LineText.Of($"PK-26-{(int)(at * 1000):0000000}"), 15_000));
    }

    private void Plant(TimeSpan after, Action fault)
    {
        systems.City.After(after, fault);
        Count++;
    }
}
