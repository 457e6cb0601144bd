using SocCore.Ports;
using SocCore.Yaml;

namespace SocApi.Desk;

/// <summary>The log sources that the caller sees.</summary>
/// <param name="Sources">The sources, by id.</param>
/// <param name="Unclaimed">Senders whose lines nobody claims; the city SOC's alone.</param>
/// <param name="Problems">What is wrong in the source files; the city SOC's alone.</param>
/// <param name="DeadLetters">How many dead letters are still dead.</param>
public sealed record SourceOverview(IReadOnlyList<SourceStatus> Sources, IReadOnlyList<UnclaimedSender> Unclaimed, IReadOnlyList<YamlProblem> Problems, long DeadLetters);
