namespace SocApi.Desk;

/// <summary>Lengths of buckets that people can read off an axis.</summary>
internal static class HistogramSteps
{
    private const int Wanted = 60;

    private static readonly int[] Seconds = [1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800];

    /// <summary>The shortest that gives at most so many buckets.</summary>
    public static TimeSpan For(TimeSpan range)
    {
        foreach (int seconds in Seconds)
        {
            if (range.TotalSeconds / seconds <= Wanted)
                return TimeSpan.FromSeconds(seconds);
        }

        return TimeSpan.FromSeconds(Seconds[^1]);
    }

    /// <summary>The begin of the bucket that a time is in, counted from midnight in the city (UTC+7).</summary>
    public static DateTimeOffset Floor(DateTimeOffset time, TimeSpan step)
    {
        long shifted = time.UtcTicks + TimeSpan.FromHours(7).Ticks;
        return new DateTimeOffset(time.UtcTicks - (shifted % step.Ticks), TimeSpan.Zero);
    }
}
