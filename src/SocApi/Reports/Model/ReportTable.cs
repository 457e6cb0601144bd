namespace SocApi.Reports.Model;

/// <summary>A table of a report; it is also a file of its own.</summary>
/// <param name="Id">Its name for programs, and its file's.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, each with a cell a column.</param>
/// <param name="Empty">What it says when it has no rows.</param>
public sealed record ReportTable(string Id, string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<ReportCell>> Rows, string Empty)
{
    /// <summary>What has to be known to read it; null for nothing.</summary>
    public string? Note { get; init; }
}
