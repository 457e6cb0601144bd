using Microsoft.Extensions.Logging;
using SocApi.Reports.Keeping;
using SocApi.Reports.Schedules;
using SocCore.Storage;

namespace SocApi.Reports.Delivery;

/// <summary>
/// Brings a report to where its schedule wants it. What was delivered is noted by report and receiver, so that a second try
/// reaches only those who have nothing yet.
/// </summary>
internal sealed partial class ReportDelivery(IReportShelf shelf, ReportMail mail, IStateStore state, TimeProvider time, ILogger<ReportDelivery> log)
{
    private const string Prefix = "report/delivered/";

    /// <summary>Delivers it everywhere; tries all receivers before it fails.</summary>
    /// <exception cref="IOException">Some receivers could not be reached; the message names them.</exception>
    public async Task DeliverAsync(KeptReport report, ScheduleOptions schedule, CancellationToken cancel)
    {
        List<string> failed = [];
        if (schedule.Folder is { } folder)
            await OnceAsync(report, folder, () => CopyAsync(report, folder, cancel), failed, cancel).ConfigureAwait(false);
        foreach (string to in schedule.MailTo)
            await OnceAsync(report, to, () => mail.SendAsync(report, to, cancel), failed, cancel).ConfigureAwait(false);
        if (failed.Count > 0)
            throw new IOException($"The report '{report.Id}' could not be delivered to {string.Join("; ", failed)}");
    }

    private async Task CopyAsync(KeptReport report, string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        Dictionary<string, byte[]> files = [];
        foreach (string name in report.Files.Select(static f => f.Name).Append(KeptReport.Manifest))
            files[name] = await shelf.ReadAsync(report, name, cancel).ConfigureAwait(false) ?? [];
        await ReportFolder.PutAsync(Path.Combine(folder, report.Id), files, cancel).ConfigureAwait(false);
    }

    private async Task OnceAsync(KeptReport report, string receiver, Func<Task> deliver, List<string> failed, CancellationToken cancel)
    {
        string note = $"{Prefix}{report.Id}/{receiver}";
        if (await state.GetAsync(note, cancel).ConfigureAwait(false) is not null)
            return;
        try
        {
            await deliver().ConfigureAwait(false);
            await state.SetAsync(new Dictionary<string, string?> { [note] = SocCore.Events.Rfc3339.Format(time.GetUtcNow()) }, cancel).ConfigureAwait(false);
            Log.Delivered(log, report.Id, receiver);
        }
#pragma warning disable CA1031 // Whatever keeps one receiver from getting it, the others still get it, and the ledger tries again.
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(log, e, report.Id, receiver);
            failed.Add($"{receiver} ({e.Message})");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ReportDelivered, LogLevel.Information, "Delivered the report '{Id}' to {Receiver}")]
        public static partial void Delivered(ILogger log, string id, string receiver);

        [LoggerMessage(EventIds.DeliveryFailed, LogLevel.Error, "The report '{Id}' could not be delivered to {Receiver}")]
        public static partial void Failed(ILogger log, Exception e, string id, string receiver);
    }
}
