namespace SocApi.Charts;

/// <summary>One column of a chart over time.</summary>
/// <param name="Axis">What stands below it, where there is room.</param>
/// <param name="Title">What it says of itself: its time and its numbers.</param>
/// <param name="Values">One number a series, stacked from below.</param>
public sealed record ChartColumn(string Axis, string Title, IReadOnlyList<long> Values)
{
    /// <summary>The height of the column.</summary>
    public long Total => Values.Sum();
}
