using SocApi.Reports.Delivery;
using SocApi.Reports.Model;
using SocCore.Ports;
using SocCore.Storage;

namespace SocApi.Reports.Schedules;

/// <summary>A report on time, as the scheduler's ledger runs it: each due time once, missed ones one by one in order.</summary>
internal sealed class ScheduledReport(ScheduleOptions schedule, ReportMaker maker, ReportDelivery delivery) : IScheduledWork
{
    /// <inheritdoc/>
    public string Name => "report/" + schedule.LedgerName;

    /// <inheritdoc/>
    public string Cron => schedule.Cron;

    /// <inheritdoc/>
    public string TimeZone => schedule.TimeZone;

    /// <inheritdoc/>
    public async Task RunAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        if (!ReportKinds.TryRead(schedule.Report, out ReportKind? kind))
            throw new InvalidOperationException($"There is no report '{schedule.Report}'; the settings were not checked.");
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone);
        (DateTimeOffset first, DateTimeOffset last) = ReportKinds.PeriodBefore(kind.Value, to, zone);
        ReportOrder order = new(kind.Value, new ReportPeriod(first, last, zone), schedule.Language, schedule.Agency) { Schedule = schedule.LedgerName, Due = to };
        KeptReport report = await maker.MakeAsync(order, cancel).ConfigureAwait(false);
        await delivery.DeliverAsync(report, schedule, cancel).ConfigureAwait(false);
    }
}
