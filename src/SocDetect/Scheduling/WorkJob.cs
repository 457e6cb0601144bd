using Microsoft.Extensions.Hosting;
using Quartz;
using SocCore.Ports;

namespace SocDetect.Scheduling;

/// <summary>Runs one piece of scheduled work for every interval that is due, where the active detector is.</summary>
[DisallowConcurrentExecution]
internal sealed class WorkJob(IEnumerable<IScheduledWork> works, WorkLedger ledger, Seat seat, IHostApplicationLifetime lifetime) : IJob
{
    /// <summary>Under this key the job's data name the work.</summary>
    public const string NameKey = "work";

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext job, CancellationToken cancellationToken)
    {
        string? name = job.MergedJobDataMap.GetString(NameKey);
        IScheduledWork work = works.First(w => w.Name == name);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await ledger.CatchUpAsync(work, () => seat.IsSure, stop.Token);
            if (ledger.IsToBeRetried(work))
            {
                ITrigger again = TriggerBuilder.Create().ForJob(job.JobDetail).StartAt(job.FireTimeUtc + WorkLedger.RetryAfter).Build();
                await job.Scheduler.ScheduleJob(again, cancellationToken: stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The interval is not noted as done, so it runs at the next start.
        }
    }
}
