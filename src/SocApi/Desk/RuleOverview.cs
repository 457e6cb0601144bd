using SocCore.Ports;
using SocCore.Yaml;

namespace SocApi.Desk;

/// <summary>The rules in use.</summary>
/// <param name="Rules">The rules, by id.</param>
/// <param name="Hash">Hash of the logic of all of them.</param>
/// <param name="Problems">What is wrong in the rule files as they are now; the last good set stays in use. The city SOC's alone.</param>
public sealed record RuleOverview(IReadOnlyList<RuleStatus> Rules, string Hash, IReadOnlyList<YamlProblem> Problems);
