using SocCore.Ports;
using SocCore.Storage;
using SocCore.Yaml;

namespace SocApi.Tests.City;

/// <summary>Sources as a test sets them.</summary>
internal sealed class FixedSourceBench : ISourceBench
{
    public IReadOnlyList<SourceStatus> Sources { get; set; } = [];

    public IReadOnlyList<UnclaimedSender> Unclaimed { get; set; } = [];

    public IReadOnlyList<YamlProblem> Problems { get; set; } = [];

    /// <summary>Every replay that was asked for, with the scope that it was asked with.</summary>
    public List<(DeadLetterQuery Query, AgencyScope Scope)> Replays { get; } = [];

    public ValueTask<ReplayOutcome> ReplayAsync(DeadLetterQuery query, AgencyScope scope, CancellationToken cancel)
    {
        Replays.Add((query, scope));
        return new(new ReplayOutcome(3, 2, 1, null));
    }
}
