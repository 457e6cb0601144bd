using SocApi.Desk;

namespace SocApi.Contracts;

/// <summary>What was evaluated, and what was not and why.</summary>
internal sealed record CoverageResource(
    DateTimeOffset ReachesBackTo,
    IReadOnlyList<EvaluatedInterval> Evaluated,
    IReadOnlyList<CoverageGapResource> NotEvaluated,
    long PendingEvents,
    DateTimeOffset? LastScan)
{
    public static CoverageResource Of(Coverage coverage) =>
        new(coverage.ReachesBackTo, coverage.Evaluated, [.. coverage.NotEvaluated.Select(CoverageGapResource.Of)], coverage.PendingEvents, coverage.LastScan);
}
