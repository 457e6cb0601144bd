using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using SocCore.Storage;

namespace SocDetect.Scheduling;

/// <summary>Scans what was committed, then waits for the next commit, at most one interval, and scans that. A process that is not the
/// active detector only looks, each interval, whether the seat is free.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ScanJob(Scan scan, DetectContext context, IHostApplicationLifetime lifetime, ILogger<ScanJob> log) : IJob
{
    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext job, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            IReadOnlyList<SpoolPosition> known = await context.Events.GetPublishedAsync(stop.Token);
            await scan.DrainAsync(stop.Token);
            if (!scan.IsActive)
                await Task.Delay(context.Options.ScanInterval, context.Time, stop.Token);
            else if (await context.Events.WaitForNewAsync(known, context.Options.ScanInterval, stop.Token))
                await scan.DrainAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The program stops; what is not committed is read again at the next start.
        }
        catch (Exception error)
        {
            Log.ScanFailed(log, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ScanFailed, LogLevel.Error, "A scan failed; nothing of it was committed, and it is done again at the next interval.")]
        public static partial void ScanFailed(ILogger log, Exception error);
    }
}
