namespace SocCore.Rules;

/// <summary>Sigma's levels; the numbers are OCSF's <c>severity_id</c> and are stored.</summary>
public enum RuleLevel
{
    /// <summary>Raises nothing by itself.</summary>
    Informational = 1,

    /// <summary>Low.</summary>
    Low = 2,

    /// <summary>Medium.</summary>
    Medium = 3,

    /// <summary>High.</summary>
    High = 4,

    /// <summary>Critical.</summary>
    Critical = 5,
}
