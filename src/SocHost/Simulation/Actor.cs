namespace SocHost.Simulation;

/// <summary>Somebody or something in the city that acts again and again, more often by day than by night.</summary>
internal abstract class Actor(City city, string name, double perHour, DayRhythm rhythm)
{
    /// <summary>The city.</summary>
    protected City City { get; } = city;

    /// <summary>The actor's own luck.</summary>
    protected Random Chance { get; } = city.Chance(name);

    /// <summary>Begins to live.</summary>
    public void Start() => PlanNext();

    /// <summary>Does once what it does.</summary>
    protected abstract void Act();

    /// <summary>Does something some seconds later.</summary>
    protected void Later(double fromSeconds, double toSeconds, Action act) =>
        City.After(TimeSpan.FromSeconds(fromSeconds + (Chance.NextDouble() * (toSeconds - fromSeconds))), act);

    /// <summary>One of several.</summary>
    protected T OneOf<T>(IReadOnlyList<T> items) => items[Chance.Next(items.Count)];

    // A Poisson process whose rate follows the day, by thinning: draw at the busiest rate, keep by how busy it is then.
    private void PlanNext()
    {
        double hours = -Math.Log(1 - Chance.NextDouble()) / (perHour * City.Scale);
        City.After(TimeSpan.FromHours(hours), () =>
        {
            if (Chance.NextDouble() < rhythm.At(City.Now))
                Act();
            PlanNext();
        });
    }
}
