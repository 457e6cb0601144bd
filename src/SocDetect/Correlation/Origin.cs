namespace SocDetect.Correlation;

/// <summary>Whose events a match stands for, and where they came from.</summary>
/// <param name="Agencies">The agencies; more than one only for the match of a correlation.</param>
/// <param name="Systems">The city systems.</param>
/// <param name="Dataset">The dataset.</param>
internal sealed record Origin(IReadOnlyList<string> Agencies, IReadOnlyList<string> Systems, string? Dataset);
