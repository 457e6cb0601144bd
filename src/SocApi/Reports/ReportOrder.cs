using SocApi.Reports.Model;
using SocCore.Storage;

namespace SocApi.Reports;

/// <summary>Which report is wanted.</summary>
/// <param name="Kind">The report.</param>
/// <param name="Period">The time that it is about.</param>
/// <param name="Language">vi or en.</param>
/// <param name="Agency">Whose rows it counts: an agency's id, <c>soc</c> for the whole city.</param>
public sealed record ReportOrder(ReportKind Kind, ReportPeriod Period, string Language, string Agency)
{
    /// <summary>The end that was asked for, where the period had not come so far; null where it had.</summary>
    public DateTimeOffset? Wanted { get; init; }

    /// <summary>The schedule that wants it; null for a person.</summary>
    public string? Schedule { get; init; }

    /// <summary>When the schedule was due; null for a person.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>What the reader of the report may see.</summary>
    public AgencyScope Scope => AgencyScope.Of(Agency);
}
