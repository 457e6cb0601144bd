namespace SocApi.Charts;

/// <summary>One row of a grid of presence: a mark a step of time.</summary>
/// <param name="Label">Whose row it is.</param>
/// <param name="Values">Numbers, one a step; 0 is drawn as a gap.</param>
public sealed record ChartRow(string Label, IReadOnlyList<long> Values);
