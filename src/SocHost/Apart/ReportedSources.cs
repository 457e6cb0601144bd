using SocCollector;
using SocCore.Ports;
using SocCore.Storage;
using SocCore.Yaml;

namespace SocHost.Apart;

/// <summary>
/// The sources of all collectors as they report them: counts added up, the freshest time, alive where one collector hears
/// them. Dead letters are replayed here, by the source files of this process.
/// </summary>
internal sealed class ReportedSources(
    RoleReports reports, [FromKeyedServices(ReportedSources.Here)] ISourceBench here, CollectorOptions options, TimeProvider time, ILogger<ReportedSources> log)
    : RoleLoop(time, log), ISourceBench
{
    /// <summary>The key of this process's own sources.</summary>
    public const string Here = "here";

    private readonly TimeProvider _time = time;
    private volatile SourceReport? _all;

    /// <inheritdoc/>
    public IReadOnlyList<SourceStatus> Sources => All.Sources;

    /// <inheritdoc/>
    public IReadOnlyList<UnclaimedSender> Unclaimed => All.Unclaimed;

    /// <inheritdoc/>
    public IReadOnlyList<YamlProblem> Problems => All.Problems;

    /// <summary>
    /// Until the store answered for the first time, what this process knows by itself: a report that is made right after the
    /// start, or while the store is away, must not say that no source is set up.
    /// </summary>
    private SourceReport All => _all ?? Sum([]);

    /// <inheritdoc/>
    public ValueTask<ReplayOutcome> ReplayAsync(DeadLetterQuery query, AgencyScope scope, CancellationToken cancel) => here.ReplayAsync(query, scope, cancel);

    /// <inheritdoc/>
    protected internal override async Task RunOnceAsync(CancellationToken cancel) => _all = Sum(await reports.ReadCollectorsAsync(options.Spool.Id, cancel));

    private SourceReport Sum(IReadOnlyList<SourceReport> all)
    {
        DateTimeOffset now = _time.GetUtcNow();
        List<SourceStatus> sources = [.. all.SelectMany(r => r.Sources.Select(s => Aged(s, r.At, now)))];
        // This process's own count as they are now; its files also say which sources there are before anybody reported.
        sources.AddRange(here.Sources);
        return new SourceReport(
            now,
            [.. sources.GroupBy(static s => s.Id).Select(static g => Merge([.. g])).OrderBy(static s => s.Id, StringComparer.Ordinal)],
            Merge(all.SelectMany(static r => r.Unclaimed).Concat(here.Unclaimed)),
            [.. all.SelectMany(static r => r.Problems).Concat(here.Problems).Distinct()]);
    }

    /// <summary>A collector that is away says nothing any more: what it heard last decides.</summary>
    private static SourceStatus Aged(SourceStatus source, DateTimeOffset at, DateTimeOffset now)
    {
        bool isAway = now - at > RoleReports.Fresh;
        bool isSilent = isAway && source is { SilentAfter: { } after, LastSeen: { } seen } && now - seen > after;
        return isSilent ? source with { State = "silent" } : source;
    }

    private static SourceStatus Merge(IReadOnlyList<SourceStatus> reports)
    {
        string[] states = [.. reports.Select(static r => r.State)];
        return reports[0] with
        {
            Events = reports.Sum(static r => r.Events),
            DeadLetters = reports.Sum(static r => r.DeadLetters),
            LastSeen = reports.Max(static r => r.LastSeen),
            State = states.Contains("ok") ? "ok" : states.Contains("silent") ? "silent" : "waiting",
        };
    }

    private static List<UnclaimedSender> Merge(IEnumerable<UnclaimedSender> senders) =>
    [
        .. senders.GroupBy(static s => (s.Peer, s.Listener, s.Program))
            .Select(static g => g.First() with { Lines = g.Sum(static s => s.Lines), LastSeen = g.Max(static s => s.LastSeen) })
            .OrderByDescending(static s => s.Lines),
    ];
}
