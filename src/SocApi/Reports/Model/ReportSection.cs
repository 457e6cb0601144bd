namespace SocApi.Reports.Model;

/// <summary>A part of a report under one heading: figures, then charts, then tables.</summary>
/// <param name="Id">Its name for programs.</param>
/// <param name="Title">The heading.</param>
public sealed record ReportSection(string Id, string Title)
{
    /// <summary>A sentence below the heading; null for none.</summary>
    public string? Text { get; init; }

    /// <summary>Numbers that stand for themselves.</summary>
    public IReadOnlyList<ReportFigure> Figures { get; init; } = [];

    /// <summary>Drawings.</summary>
    public IReadOnlyList<ReportChart> Charts { get; init; } = [];

    /// <summary>Tables.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];
}
