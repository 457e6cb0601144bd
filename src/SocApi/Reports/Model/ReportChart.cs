namespace SocApi.Reports.Model;

/// <summary>A drawing of numbers.</summary>
/// <param name="Id">Its name for programs.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Definition">How its numbers are made.</param>
public abstract record ReportChart(string Id, string Title, string Definition);
