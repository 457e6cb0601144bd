namespace SocCore.Rules;

/// <summary>Sigma's correlation types.</summary>
public enum CorrelationType
{
    /// <summary>Number of matches.</summary>
    EventCount,

    /// <summary>Number of distinct values.</summary>
    ValueCount,

    /// <summary>Sum of values.</summary>
    ValueSum,

    /// <summary>Mean of values.</summary>
    ValueAvg,

    /// <summary>Median of values.</summary>
    ValueMedian,

    /// <summary>A percentile of values.</summary>
    ValuePercentile,

    /// <summary>Several rules within one window.</summary>
    Temporal,

    /// <summary>Several rules within one window, in order.</summary>
    TemporalOrdered,
}
