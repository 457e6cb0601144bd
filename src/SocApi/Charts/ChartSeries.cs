namespace SocApi.Charts;

/// <summary>One of the parts that a column is stacked of.</summary>
/// <param name="Name">What the legend calls it; null where the chart has one part and needs no legend.</param>
/// <param name="Look">The class by which style sheets colour it.</param>
public sealed record ChartSeries(string? Name, string Look);
