using Microsoft.Extensions.Hosting;
using Quartz;
using SocCore.Ports;

namespace SocDetect.Scheduling;

/// <summary>Gives every scheduled work that the program registered its Quartz job, when the program starts.</summary>
internal sealed class WorkSchedule(ISchedulerFactory schedulers, IEnumerable<IScheduledWork> works, WorkLedger ledger, Seat seat) : IHostedService
{
    // What was missed is made up for when this process becomes the active one, or wakes up: seldom is soon enough.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

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
            ITrigger catchUp = TriggerBuilder.Create()
                .WithIdentity($"{work.Name} caught up", "work")
                .ForJob(job)
                .StartNow()
                .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(LookEvery).RepeatForever())
                .Build();
            await scheduler.ScheduleJob(job, new HashSet<ITrigger> { onTime, catchUp }, default, cancellationToken);
        }
    }

    /// <summary>By now no job runs any more: the next process may be the active one.</summary>
    public async Task StopAsync(CancellationToken cancellationToken) => await seat.ReleaseAsync(cancellationToken);
}
