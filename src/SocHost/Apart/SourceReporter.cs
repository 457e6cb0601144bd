using SocCollector;
using SocCore.Ports;

namespace SocHost.Apart;

/// <summary>Tells the other roles how this collector's sources are doing.</summary>
internal sealed class SourceReporter(RoleReports reports, ISourceBench bench, CollectorOptions options, TimeProvider time, ILogger<SourceReporter> log)
    : RoleLoop(time, log)
{
    private readonly TimeProvider _time = time;

    /// <inheritdoc/>
    protected internal override Task RunOnceAsync(CancellationToken cancel) =>
        reports.WriteAsync(options.Spool.Id, new SourceReport(_time.GetUtcNow(), bench.Sources, bench.Unclaimed, bench.Problems), cancel);
}
