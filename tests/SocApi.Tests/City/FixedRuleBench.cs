using SocCore.Ports;
using SocCore.Rules;
using SocCore.Storage;
using SocCore.Yaml;

namespace SocApi.Tests.City;

/// <summary>Rules as a test sets them.</summary>
internal sealed class FixedRuleBench : IRuleBench
{
    public bool IsActive { get; set; } = true;

    public string Hash { get; set; } = RuleSet.Empty.Hash;

    public IReadOnlyList<RuleStatus> Rules { get; set; } = [];

    public IReadOnlyList<YamlProblem> Problems { get; set; } = [];

    public DetectionLag Lag { get; set; }

    public IReadOnlyList<LedgerRow> Open { get; set; } = [];
}
