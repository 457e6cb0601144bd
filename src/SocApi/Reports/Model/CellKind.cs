namespace SocApi.Reports.Model;

/// <summary>What a cell holds; how it is written follows from it.</summary>
public enum CellKind
{
    /// <summary>Nothing: it is not known, or does not apply.</summary>
    Empty,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number of things.</summary>
    Count,

    /// <summary>A part of a whole, 0 to 1.</summary>
    Share,

    /// <summary>A length of time.</summary>
    Span,

    /// <summary>An instant.</summary>
    Instant,

    /// <summary>How bad: a word of the API.</summary>
    Severity,

    /// <summary>A state of work: a word of the API.</summary>
    Status,

    /// <summary>A verdict: a word of the API.</summary>
    Verdict,

    /// <summary>An agency's id.</summary>
    Agency,
}
