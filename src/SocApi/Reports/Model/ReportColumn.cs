namespace SocApi.Reports.Model;

/// <summary>A column of a table.</summary>
/// <param name="Id">Its name for programs.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Definition">How its numbers are made; null for what is no number.</param>
/// <param name="IsNumber">Whether it holds numbers, which stand to the right and need a definition.</param>
public sealed record ReportColumn(string Id, string Label, string? Definition, bool IsNumber);
