using SocCore.Rules;

namespace SocCore.Incidents;

/// <summary>What a person says when opening an incident by hand.</summary>
/// <param name="Title">The title.</param>
/// <param name="Agency">Whose it is.</param>
/// <param name="Severity">How bad.</param>
/// <param name="Description">What happened, Markdown.</param>
/// <param name="Start">When it began; null means now.</param>
/// <param name="Systems">City systems concerned.</param>
/// <param name="Tags">Tags.</param>
public sealed record HandReport(
    string Title,
    string Agency,
    RuleLevel Severity,
    string? Description = null,
    DateTimeOffset? Start = null,
    IReadOnlyList<string>? Systems = null,
    IReadOnlyList<string>? Tags = null);
