namespace SocCollector.Formats;

/// <summary>A time as a line writes it: perhaps without a year, perhaps without a zone.</summary>
/// <param name="Year">The year; 0 when it is not written.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31; 29 February without a year is a day.</param>
/// <param name="DayTicks">Ticks since midnight; 24:00:00 and a second of 60 run into what follows.</param>
/// <param name="HasZone">Whether an offset is written.</param>
/// <param name="OffsetMinutes">The offset from UTC, where written.</param>
internal readonly record struct CivilTime(int Year, int Month, int Day, long DayTicks, bool HasZone, int OffsetMinutes)
{
    private const int LeapYear = 2000;

    /// <summary>Whether the calendar has that day.</summary>
    public bool IsDate => Month is >= 1 and <= 12 && Day >= 1 && Year is 0 or (>= 1 and <= 9998)
        && Day <= DateTime.DaysInMonth(Year == 0 ? LeapYear : Year, Month);

    /// <summary>
    /// The instant. Without a year it is the newest year for which the time is not more than a day after receipt; 29 February
    /// is in the last leap year. Without a zone it is in <paramref name="zone"/>.
    /// </summary>
    public long ToUtcTicks(long receipt, SourceZone zone, out TimeQuality quality)
    {
        quality = Year == 0 ? TimeQuality.InferredYear : HasZone ? TimeQuality.Source : TimeQuality.InferredZone;
        if (Year != 0)
            return InYear(Year, zone);
        long latest = receipt + TimeSpan.TicksPerDay;
        int year = new DateTime(Math.Min(latest + TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks)).Year;
        for (; year > 1; year--)
        {
            if (Day == 29 && Month == 2 && !DateTime.IsLeapYear(year))
                continue;
            long ticks = InYear(year, zone);
            if (ticks <= latest)
                return ticks;
        }

        return receipt;
    }

    private long InYear(int year, SourceZone zone)
    {
        long local = new DateTime(year, Month, Day).Ticks + DayTicks;
        long utc = HasZone ? local - (OffsetMinutes * TimeSpan.TicksPerMinute) : zone.ToUtcTicks(local);
        return Math.Clamp(utc, 0, DateTime.MaxValue.Ticks);
    }
}
