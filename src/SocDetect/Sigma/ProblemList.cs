using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>Collects what is wrong in one document.</summary>
internal sealed class ProblemList(string file)
{
    private readonly List<YamlProblem> _problems = [];

    public string File => file;

    public List<YamlProblem> Items => _problems;

    public bool HasErrors => _problems.Exists(static p => !p.IsWarning);

    public void Error(YamlPosition at, string message) => _problems.Add(new YamlProblem(file, at, message));

    public void Warn(YamlPosition at, string message) => _problems.Add(new YamlProblem(file, at, message, IsWarning: true));
}
