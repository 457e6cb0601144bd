using SocCore.Ports;
using SocCore.Rules;
using SocCore.Yaml;

namespace SocApi.Tests.City;

/// <summary>Rules as a test sets them.</summary>
internal sealed class FixedRuleBench : IRuleBench
{
    public RuleSet Current { get; set; } = RuleSet.Empty;

    public IReadOnlyList<RuleStatus> Rules { get; set; } = [];

    public IReadOnlyList<YamlProblem> Problems { get; set; } = [];

    public DetectionLag Lag { get; set; }
}
