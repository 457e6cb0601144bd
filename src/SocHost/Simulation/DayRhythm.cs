namespace SocHost.Simulation;

/// <summary>How busy something is over the hours of a day, 0 to 1, in the city's local time.</summary>
internal sealed class DayRhythm
{
    private readonly double[] _hours;

    private DayRhythm(params double[] hours) => _hours = hours;

    /// <summary>Streets: two peaks, quiet after midnight.</summary>
    public static DayRhythm Street { get; } = new(
        0.10, 0.06, 0.05, 0.05, 0.10, 0.30, 0.70, 1.00, 0.95, 0.75, 0.70, 0.75, 0.70, 0.65, 0.65, 0.75, 0.90, 1.00, 0.95, 0.75, 0.60, 0.45, 0.30, 0.18);

    /// <summary>Offices: eight to twelve, one to five.</summary>
    public static DayRhythm Office { get; } = new(
        0.05, 0.04, 0.04, 0.04, 0.05, 0.06, 0.15, 0.60, 1.00, 1.00, 0.95, 0.80, 0.40, 0.85, 1.00, 0.95, 0.80, 0.40, 0.20, 0.15, 0.12, 0.10, 0.08, 0.06);

    /// <summary>Citizens at home with a telephone: evenings too.</summary>
    public static DayRhythm Online { get; } = new(
        0.20, 0.12, 0.10, 0.10, 0.10, 0.15, 0.30, 0.60, 0.90, 1.00, 0.95, 0.85, 0.80, 0.80, 0.90, 0.90, 0.85, 0.75, 0.70, 0.80, 0.90, 0.85, 0.60, 0.35);

    /// <summary>Machines: the same day and night.</summary>
    public static DayRhythm Steady { get; } = new(
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);

    /// <summary>How busy it is at that time; between the hours it changes evenly.</summary>
    public double At(DateTimeOffset time)
    {
        double hours = CityTime.Local(time).TimeOfDay.TotalHours;
        int hour = (int)hours;
        double part = hours - hour;
        return (_hours[hour] * (1 - part)) + (_hours[(hour + 1) % 24] * part);
    }
}
