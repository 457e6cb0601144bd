using SocApi.Charts;

namespace SocApi.Reports.Model;

/// <summary>Who sent in which step of time.</summary>
/// <param name="Id">Its name for programs.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Definition">How its marks are made.</param>
/// <param name="Rows">One a sender.</param>
/// <param name="Axis">What stands below.</param>
public sealed record PresenceGrid(string Id, string Title, string Definition, IReadOnlyList<ChartRow> Rows, IReadOnlyList<string> Axis) : ReportChart(Id, Title, Definition);
