namespace SocApi.Reports.Model;

/// <summary>One number that stands for itself.</summary>
/// <param name="Id">Its name for programs.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Value">The number.</param>
/// <param name="Definition">How it is made.</param>
/// <param name="Look">good, bad or nothing: how it is coloured.</param>
public sealed record ReportFigure(string Id, string Label, ReportCell Value, string Definition, string Look = "");
