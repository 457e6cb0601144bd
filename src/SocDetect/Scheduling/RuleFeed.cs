using SocCore.Rules;
using SocCore.Yaml;

namespace SocDetect.Scheduling;

/// <summary>Where the scan takes its rules from.</summary>
/// <param name="Current">The set in use; another object when rules were loaded again.</param>
/// <param name="Problems">What is wrong in the files as they are now.</param>
public sealed record RuleFeed(Func<RuleSet> Current, Func<IReadOnlyList<YamlProblem>> Problems);
