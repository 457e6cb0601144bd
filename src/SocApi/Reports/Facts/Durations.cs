namespace SocApi.Reports.Facts;

/// <summary>Lengths of time of one metric: how many were measured, how many were not, and where they lie.</summary>
/// <param name="Measured">The lengths, shortest first.</param>
/// <param name="Excluded">How many were left out: not over yet, old events, tests, duplicates, clocks that disagree.</param>
internal sealed record Durations(IReadOnlyList<TimeSpan> Measured, int Excluded)
{
    /// <summary>How many were measured.</summary>
    public int Count => Measured.Count;

    /// <summary>The middle one; of an even number the mean of the two in the middle.</summary>
    public TimeSpan? Median => Count == 0 ? null : Count % 2 == 1 ? Measured[Count / 2] : (Measured[(Count / 2) - 1] + Measured[Count / 2]) / 2;

    /// <summary>The smallest that at least nine of ten do not exceed (nearest rank).</summary>
    public TimeSpan? P90 => Count == 0 ? null : Measured[(int)Math.Ceiling(0.9 * Count) - 1];

    /// <summary>Measures each; what has no length, or a negative one, is excluded.</summary>
    public static Durations Of<T>(IEnumerable<T> all, Func<T, bool> isExcluded, Func<T, TimeSpan?> length)
    {
        List<TimeSpan> measured = [];
        int excluded = 0;
        foreach (T one in all)
        {
            if (!isExcluded(one) && length(one) is { } span && span >= TimeSpan.Zero)
                measured.Add(span);
            else
                excluded++;
        }

        measured.Sort();
        return new Durations(measured, excluded);
    }
}
