using SocCore.Storage;
using SocCore.Yaml;

namespace SocCore.Ports;

/// <summary>What others may ask of the collector.</summary>
public interface ISourceBench
{
    /// <summary>All sources, by id.</summary>
    IReadOnlyList<SourceStatus> Sources { get; }

    /// <summary>Senders whose lines nobody claims, most lines first.</summary>
    IReadOnlyList<UnclaimedSender> Unclaimed { get; }

    /// <summary>What is wrong in the source files as they are now on disk; the last good set stays in use.</summary>
    IReadOnlyList<YamlProblem> Problems { get; }

    /// <summary>Runs the present sources over dead letters again, the oldest first, with the same ids and new sequences.</summary>
    ValueTask<ReplayOutcome> ReplayAsync(DeadLetterQuery query, AgencyScope scope, CancellationToken cancel);
}
