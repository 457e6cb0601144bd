namespace SocApi.Reports.Model;

/// <summary>A report as data: everything that is in it, nothing about how it looks.</summary>
public sealed record ReportDocument
{
    /// <summary>Which report it is.</summary>
    public required ReportKind Kind { get; init; }

    /// <summary>vi or en.</summary>
    public required string Language { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>What it is for, in one sentence.</summary>
    public required string Purpose { get; init; }

    /// <summary>Whose rows it counts: an agency's id, <c>soc</c> for the whole city.</summary>
    public required string Agency { get; init; }

    /// <summary>The time that it is about.</summary>
    public required ReportPeriod Period { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Program and version that made it.</summary>
    public required string Generator { get; init; }

    /// <summary>What has to be known before the numbers are read: a period that is not over, a run that was made up for.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The parts.</summary>
    public required IReadOnlyList<ReportSection> Sections { get; init; }

    /// <summary>All tables in order.</summary>
    public IEnumerable<ReportTable> Tables => Sections.SelectMany(static s => s.Tables);
}
