using Microsoft.Extensions.Logging;
using SocCore.Ports;
using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>Whether the service does its work.</summary>
public sealed partial class HealthDesk(IEventStore events, ICaseStore cases, IRuleBench rules, ISourceBench sources, TimeProvider time, ILogger<HealthDesk> log)
{
    /// <summary>How long detection may leave published events unread. It scans at least every second.</summary>
    public static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(30);

    private readonly DateTimeOffset _start = time.GetUtcNow();

    /// <summary>Asks the stores and detection.</summary>
    public async ValueTask<HealthReport> GetAsync(CancellationToken cancel)
    {
        string word = "ok";
        long pending = 0;
        try
        {
            pending = await CountPendingAsync(cancel).ConfigureAwait(false);
            DateTimeOffset lastScan = rules.Lag.LastScan ?? _start;
            // Where detection runs in another process, that process answers for it.
            if (rules.IsActive && pending > 0 && time.GetUtcNow() - lastScan > MaxLag)
                word = "lag";
        }
#pragma warning disable CA1031 // Whatever keeps the store from answering, the answer is the same: not ready.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.StoreDoesNotAnswer(log, e);
            word = "store";
        }

        return new HealthReport(
            word == "ok", word, pending, rules.Lag.LastScan, rules.Problems.Count, sources.Problems.Count,
            [.. sources.Sources.Where(static s => s.State == "silent").Select(static s => s.Id)]);
    }

    private async ValueTask<long> CountPendingAsync(CancellationToken cancel)
    {
        IReadOnlyList<SpoolPosition> published = await events.GetPublishedAsync(cancel).ConfigureAwait(false);
        IReadOnlyList<SpoolPosition> cursors = await cases.GetCursorsAsync(cancel).ConfigureAwait(false);
        Dictionary<short, long> read = cursors.ToDictionary(static c => c.Spool, static c => c.Sequence);
        return published.Sum(p => Math.Max(0, p.Sequence - read.GetValueOrDefault(p.Spool)));
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.StoreDoesNotAnswer, LogLevel.Error, "The store does not answer; the service is not ready")]
        public static partial void StoreDoesNotAnswer(ILogger log, Exception e);
    }
}
