using SocCore.Ports;
using SocCore.Yaml;

namespace SocHost.Apart;

/// <summary>What a collector says of its sources, for the roles in other processes.</summary>
/// <param name="At">When it said so.</param>
/// <param name="Sources">Its sources.</param>
/// <param name="Unclaimed">Senders whose lines nobody claims.</param>
/// <param name="Problems">What is wrong in its source files.</param>
internal sealed record SourceReport(
    DateTimeOffset At, IReadOnlyList<SourceStatus> Sources, IReadOnlyList<UnclaimedSender> Unclaimed, IReadOnlyList<YamlProblem> Problems);
