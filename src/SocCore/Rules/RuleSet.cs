using SocCore.Yaml;

namespace SocCore.Rules;

/// <summary>All rules of a moment: immutable, hashed, swapped whole.</summary>
/// <param name="Rules">Rules on single events, filters applied.</param>
/// <param name="Correlations">Rules over matches, every referenced rule before the one that refers to it.</param>
/// <param name="Hash">Hash of all logic, lower-case hex.</param>
public sealed record RuleSet(IReadOnlyList<Rule> Rules, IReadOnlyList<CorrelationRule> Correlations, string Hash)
{
    /// <summary>No rules.</summary>
    public static RuleSet Empty { get; } = new([], [], "");

    /// <summary>Warnings found while loading; errors refuse the set.</summary>
    public IReadOnlyList<YamlProblem> Warnings { get; init; } = [];
}
