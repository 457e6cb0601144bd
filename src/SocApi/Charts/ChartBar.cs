namespace SocApi.Charts;

/// <summary>One bar of a ranking.</summary>
/// <param name="Label">What is ranked.</param>
/// <param name="Value">How much.</param>
/// <param name="Text">The number as it is written.</param>
/// <param name="Look">The class by which style sheets colour it.</param>
public sealed record ChartBar(string Label, double Value, string Text, string Look = "bar");
