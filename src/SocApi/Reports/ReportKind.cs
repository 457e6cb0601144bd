namespace SocApi.Reports;

/// <summary>The reports that there are.</summary>
public enum ReportKind
{
    /// <summary>Every morning, for the shift that takes over.</summary>
    DailyBrief,

    /// <summary>Every week, how the SOC worked.</summary>
    WeeklyOperations,

    /// <summary>Every week, which log sources were heard.</summary>
    SourceCoverage,

    /// <summary>Every month, for one agency or for the city by agency.</summary>
    AgencyMonth,
}
