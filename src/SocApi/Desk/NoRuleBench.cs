using SocCore.Ports;
using SocCore.Rules;
using SocCore.Yaml;

namespace SocApi.Desk;

/// <summary>Stands in where detection runs in another process.</summary>
internal sealed class NoRuleBench : IRuleBench
{
    public bool IsActive => false;

    public string Hash => RuleSet.Empty.Hash;

    public IReadOnlyList<RuleStatus> Rules => [];

    public IReadOnlyList<YamlProblem> Problems => [];

    public DetectionLag Lag => default;
}
