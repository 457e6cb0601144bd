using SocApi.Charts;

namespace SocApi.Reports.Model;

/// <summary>The most of something.</summary>
/// <param name="Id">Its name for programs.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Definition">How its numbers are made.</param>
/// <param name="Bars">The bars, longest first.</param>
public sealed record Ranking(string Id, string Title, string Definition, IReadOnlyList<ChartBar> Bars) : ReportChart(Id, Title, Definition);
