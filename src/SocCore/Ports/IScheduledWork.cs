namespace SocCore.Ports;

/// <summary>Something that happens on time where the active detector runs: retention, reports, checkpoints.</summary>
public interface IScheduledWork
{
    /// <summary>A name for the ledger and the log.</summary>
    string Name { get; }

    /// <summary>A Quartz cron expression.</summary>
    string Cron { get; }

    /// <summary>The IANA zone of the cron expression.</summary>
    string TimeZone { get; }

    /// <summary>Does it for the interval (from, to]; missed intervals are handed in one by one, in order.</summary>
    Task RunAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);
}
