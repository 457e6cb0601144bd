using SocCore.Ports;

namespace SocHost.Apart;

/// <summary>Tells the other roles how the rules are doing, while this process is the one that evaluates.</summary>
internal sealed class RuleReporter(RoleReports reports, IRuleBench bench, TimeProvider time, ILogger<RuleReporter> log) : RoleLoop(time, log)
{
    private readonly TimeProvider _time = time;

    /// <inheritdoc/>
    protected internal override async Task RunOnceAsync(CancellationToken cancel)
    {
        if (bench.IsActive)
            await reports.WriteAsync(new RuleReport(_time.GetUtcNow(), bench.Hash, bench.Rules, bench.Problems, bench.Lag), cancel);
    }
}
