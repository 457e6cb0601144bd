using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>The rules cannot be used; the message lists every error with file, line and column.</summary>
public sealed class RuleLoadException : Exception
{
    /// <summary>Makes one of the errors among the problems.</summary>
    public RuleLoadException(IReadOnlyList<YamlProblem> problems)
        : base(string.Join(Environment.NewLine, problems.Where(static p => !p.IsWarning)))
    {
        Problems = problems;
    }

    /// <summary>All problems, warnings too.</summary>
    public IReadOnlyList<YamlProblem> Problems { get; }
}
