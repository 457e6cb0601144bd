using SocCore.Ports;
using SocCore.Rules;
using SocCore.Yaml;

namespace EndToEnd.Tests.Console;

/// <summary>The rules of the scene, one a case, one of them without a source.</summary>
internal sealed class SceneRules(TimeProvider clock) : IRuleBench
{
    public bool IsActive => true;

    public string Hash => RuleSet.Empty.Hash;

    public IReadOnlyList<RuleStatus> Rules =>
    [
        .. CityCases.All.Select((c, i) => new RuleStatus(
            c.System + "-" + c.Group.Value, c.Vi, c.Level, i == 4 ? RuleState.Shadow : RuleState.On, i % 2 == 0 ? "event_count" : "rule",
            $"rules/{c.System}/{c.Dataset.Split('.')[^1]}.yml", c.Events, 1, clock.GetUtcNow().AddMinutes(-c.MinutesAgo), i == 6, c.Tags)),
    ];

    public IReadOnlyList<YamlProblem> Problems => [];

    public DetectionLag Lag => new(0, clock.GetUtcNow().AddSeconds(-1));
}
