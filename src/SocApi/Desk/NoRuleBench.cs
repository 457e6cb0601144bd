using SocCore.Ports;
using SocCore.Rules;
using SocCore.Yaml;

namespace SocApi.Desk;

/// <summary>Stands in where detection runs in another process.</summary>
internal sealed class NoRuleBench : IRuleBench
{
    public RuleSet Current => RuleSet.Empty;

    public IReadOnlyList<RuleStatus> Rules => [];

    public IReadOnlyList<YamlProblem> Problems => [];

    public DetectionLag Lag => default;
}
