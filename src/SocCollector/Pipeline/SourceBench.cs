using SocCollector.Sources;
using SocCore.Ports;
using SocCore.Storage;
using SocCore.Yaml;

namespace SocCollector.Pipeline;

/// <summary>What the other roles may ask of the collector.</summary>
internal sealed class SourceBench(SourceCatalog catalog, Collector collector) : ISourceBench
{
    /// <inheritdoc/>
    public IReadOnlyList<SourceStatus> Sources =>
        [.. catalog.Sources.Select(StatusOf).OrderBy(static s => s.Id, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public IReadOnlyList<UnclaimedSender> Unclaimed => collector.Unclaimed.Snapshot();

    /// <inheritdoc/>
    public IReadOnlyList<YamlProblem> Problems => catalog.Problems;

    /// <inheritdoc/>
    public ValueTask<ReplayOutcome> ReplayAsync(DeadLetterQuery query, AgencyScope scope, CancellationToken cancel) =>
        collector.ReplayAsync(query, scope, cancel);

    private SourceStatus StatusOf(SourceProfile source)
    {
        (long events, long dead, long lastSeen) = collector.Activity[source.Index];
        string state = source.SilentAfter is null ? (lastSeen == 0 ? "waiting" : "ok") : collector.Silence.StateOf(source.Id);
        return new SourceStatus(
            source.Id, source.System, source.Agency ?? "unassigned", source.TitleVi, source.Dataset, events, dead,
            lastSeen == 0 ? null : new DateTimeOffset(lastSeen, TimeSpan.Zero), source.SilentAfter, state);
    }
}
