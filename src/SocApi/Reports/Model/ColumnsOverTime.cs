using SocApi.Charts;

namespace SocApi.Reports.Model;

/// <summary>Numbers per step of time, stacked of series.</summary>
/// <param name="Id">Its name for programs.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Definition">How its numbers are made.</param>
/// <param name="Columns">One a step.</param>
/// <param name="Series">The parts of each column.</param>
/// <param name="Starts">When each step begins.</param>
public sealed record ColumnsOverTime(
    string Id, string Title, string Definition, IReadOnlyList<ChartColumn> Columns, IReadOnlyList<ChartSeries> Series, IReadOnlyList<DateTimeOffset> Starts)
    : ReportChart(Id, Title, Definition);
