using SocCore.Ports;
using SocCore.Storage;
using SocHost.Settings;

namespace SocHost;

/// <summary>Deletes whole ingest days when they are older than the settings keep, every night.</summary>
internal sealed partial class Retention(IEventStore events, StoreOptions options, ILogger<Retention> logger) : IScheduledWork
{
    /// <inheritdoc/>
    public string Name => "retention";

    /// <inheritdoc/>
    public string Cron => "0 15 3 * * ?";

    /// <inheritdoc/>
    public string TimeZone => "Asia/Ho_Chi_Minh";

    /// <inheritdoc/>
    public async Task RunAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        DateOnly firstKept = DateOnly.FromDateTime(to.UtcDateTime).AddDays(-options.RetentionDays);
        int days = await events.DeleteBeforeAsync(firstKept, cancel);
        if (days > 0)
            Log.Deleted(logger, days, firstKept);
    }

    private static partial class Log
    {
        [LoggerMessage(100, LogLevel.Information, "Deleted {Days} days of events before {FirstKept}, as the settings keep no more")]
        public static partial void Deleted(ILogger logger, int days, DateOnly firstKept);
    }
}
