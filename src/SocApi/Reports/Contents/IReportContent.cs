using SocApi.Reports.Model;

namespace SocApi.Reports.Contents;

/// <summary>What is in one kind of report.</summary>
internal interface IReportContent
{
    /// <summary>Which.</summary>
    ReportKind Kind { get; }

    /// <summary>Writes the parts.</summary>
    Task<IReadOnlyList<ReportSection>> WriteAsync(ReportDraft draft, CancellationToken cancel);
}
