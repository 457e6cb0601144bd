namespace SocCore.Conditions;

/// <summary>A whole-number part of a date, in a time zone.</summary>
public enum TimePart
{
    /// <summary>0..59.</summary>
    Minute,

    /// <summary>0..23.</summary>
    Hour,

    /// <summary>Day of the month, 1..31.</summary>
    Day,

    /// <summary>ISO 8601 week, 1..53.</summary>
    Week,

    /// <summary>1..12.</summary>
    Month,

    /// <summary>The year.</summary>
    Year,
}
