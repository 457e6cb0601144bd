using Microsoft.Extensions.Hosting;
using Quartz;
using SocCore.Ports;

namespace SocDetect.Scheduling;

/// <summary>Gives every scheduled work that the program registered its Quartz job, when the program starts.</summary>
internal sealed class WorkSchedule(ISchedulerFactory schedulers, IEnumerable<IScheduledWork> works, WorkLedger ledger) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        IScheduler scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (IScheduledWork work in works)
        {
            CronExpression cron = WorkLedger.CronOf(work);
            await ledger.EnrolAsync(work, cancellationToken);
            IJobDetail job = JobBuilder.Create<WorkJob>()
                .WithIdentity(work.Name, "work")
                .UsingJobData(WorkJob.NameKey, work.Name)
                .Build();
            ITrigger onTime = TriggerBuilder.Create()
                .WithIdentity(work.Name, "work")
                .ForJob(job)
                .WithSchedule(CronScheduleBuilder.Create(cron))
                .Build();
            ITrigger atStart = TriggerBuilder.Create()
                .WithIdentity($"{work.Name} at start", "work")
                .ForJob(job)
                .StartNow()
                .Build();
            await scheduler.ScheduleJob(job, new HashSet<ITrigger> { onTime, atStart }, default, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
