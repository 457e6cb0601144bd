using SocCore.Rules;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>What was read: the good rules, and every problem of all files. The caller refuses the set when one problem is an error.</summary>
/// <param name="Set">The rules without errors.</param>
/// <param name="Problems">Errors and warnings, by file and place.</param>
public sealed record RuleLoadResult(RuleSet Set, IReadOnlyList<YamlProblem> Problems)
{
    /// <summary>The inline tests of the good rules.</summary>
    public IReadOnlyList<RuleTest> Tests { get; init; } = [];

    /// <summary>Whether a problem is an error.</summary>
    public bool HasErrors => Problems.Any(static p => !p.IsWarning);
}
