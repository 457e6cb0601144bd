using SocCore.Ports;
using SocCore.Storage;
using SocCore.Yaml;

namespace SocApi.Desk;

/// <summary>Stands in where collection runs in another process.</summary>
internal sealed class NoSourceBench : ISourceBench
{
    public IReadOnlyList<SourceStatus> Sources => [];

    public IReadOnlyList<UnclaimedSender> Unclaimed => [];

    public IReadOnlyList<YamlProblem> Problems => [];

    public ValueTask<ReplayOutcome> ReplayAsync(DeadLetterQuery query, AgencyScope scope, CancellationToken cancel) =>
        throw new NotSupportedException("Dead letters are replayed where collection runs.");
}
