using SocCore.Ports;
using SocCore.Yaml;

namespace SocHost.Apart;

/// <summary>What the active detector says of its rules, for the roles in other processes.</summary>
/// <param name="At">When it said so.</param>
/// <param name="Hash">The hash of its rules.</param>
/// <param name="Rules">How they are doing.</param>
/// <param name="Problems">What is wrong in its rule files.</param>
/// <param name="Lag">How far behind it is.</param>
internal sealed record RuleReport(
    DateTimeOffset At, string Hash, IReadOnlyList<RuleStatus> Rules, IReadOnlyList<YamlProblem> Problems, DetectionLag Lag);
