using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Quartz;
using SocCore.Ports;
using SocCore.Storage;

namespace SocDetect.Scheduling;

/// <summary>
/// Which intervals of scheduled work are done. What was missed while the program was down, or failed, is made up for one
/// interval after the other, in order; each interval ends as done or as a row that says why not.
/// </summary>
internal sealed partial class WorkLedger(IStateStore state, ICaseStore cases, TimeProvider time, ILogger<WorkLedger> log)
{
    /// <summary>How often an interval is tried before it is given up.</summary>
    public const int MostTries = 3;

    /// <summary>When an interval that failed is tried again: work that is due once a month must not wait for a month.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(5);

    private const string Prefix = "work/";

    // Works run side by side, each on its own.
    private readonly ConcurrentDictionary<string, int> _tries = [];

    /// <summary>Notes when work is seen for the first time: its first interval begins there.</summary>
    public async Task EnrolAsync(IScheduledWork work, CancellationToken cancel)
    {
        if (await state.GetAsync(Prefix + work.Name, cancel) is null)
            await NoteAsync(work.Name, time.GetUtcNow(), cancel);
    }

    /// <summary>Runs every interval that is due, in a store that no other process works on.</summary>
    public Task CatchUpAsync(IScheduledWork work, CancellationToken cancel) => CatchUpAsync(work, static () => true, cancel);

    /// <summary>
    /// Runs every interval that is due, as long as this process is the active one. An interval that fails is tried again at the
    /// next call, and given up after <see cref="MostTries"/>. Where another process took over amid an interval, that one's word
    /// counts: nothing is noted here, and the mark is not set back.
    /// </summary>
    public async Task CatchUpAsync(IScheduledWork work, Func<bool> isActive, CancellationToken cancel)
    {
        if (!isActive())
            return;
        await EnrolAsync(work, cancel);
        CronExpression cron = CronOf(work);
        while (isActive())
        {
            string mark = (await state.GetAsync(Prefix + work.Name, cancel))!;
            DateTimeOffset from = DateTimeOffset.Parse(mark, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
            if (cron.GetNextValidTimeAfter(from) is not { } to || to > time.GetUtcNow())
                return;
            try
            {
                await work.RunAsync(from, to, cancel);
                if (await state.GetAsync(Prefix + work.Name, cancel) != mark)
                    return;
                await RowAsync("scan", work.Name, from, to, null, cancel);
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancel.IsCancellationRequested)
            {
                int tries = _tries.GetValueOrDefault(work.Name) + 1;
                _tries[work.Name] = tries;
                Log.WorkFailed(log, error, work.Name, from, to, tries);
                await RowAsync("failed", work.Name, from, to, $"try {tries}: {error.GetType().Name}: {error.Message}", cancel);
                if (tries < MostTries)
                    return;
                Log.WorkSkipped(log, work.Name, from, to);
                await RowAsync("skipped", work.Name, from, to, $"given up after {tries} tries", cancel);
            }

            _tries.TryRemove(work.Name, out _);
            await NoteAsync(work.Name, to, cancel);
        }
    }

    /// <summary>Whether an interval of the work failed and is to be tried again.</summary>
    public bool IsToBeRetried(IScheduledWork work) => _tries.ContainsKey(work.Name);

    /// <summary>The work's cron expression in its zone.</summary>
    /// <exception cref="FormatException">The expression or the zone is wrong; the message names both and the cure.</exception>
    public static CronExpression CronOf(IScheduledWork work)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(work.TimeZone, out TimeZoneInfo? zone))
            throw new FormatException($"The scheduled work '{work.Name}' names the time zone '{work.TimeZone}', which is unknown. Use an IANA name, as in 'Asia/Ho_Chi_Minh'.");
        if (!CronExpression.TryParse(work.Cron, out _))
            throw new FormatException($"The scheduled work '{work.Name}' has the cron expression '{work.Cron}', which is none. Write second, minute, hour, day of month, month, day of week, as in '0 30 6 ? * MON'.");
        return new CronExpression(work.Cron, zone);
    }

    private async Task NoteAsync(string name, DateTimeOffset done, CancellationToken cancel) =>
        await state.SetAsync(new Dictionary<string, string?> { [Prefix + name] = done.ToString("O", CultureInfo.InvariantCulture) }, cancel);

    /// <summary>Rows are committed beside the cursors without moving them, so that the scan is not disturbed.</summary>
    private async Task RowAsync(string kind, string name, DateTimeOffset from, DateTimeOffset to, string? text, CancellationToken cancel)
    {
        LedgerRow row = new(kind, Prefix + name, from, to, 1, text, time.GetUtcNow());
        for (int tries = 0; tries < 10; tries++)
        {
            IReadOnlyList<SpoolPosition> cursors = await cases.GetCursorsAsync(cancel);
            if (await cases.CommitAsync(new DetectCommit { ExpectedCursors = cursors, Cursors = cursors, Ledger = [row] }, cancel))
                return;
        }

        Log.RowRefused(log, kind, name, from, to);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.WorkFailed, LogLevel.Error, "The scheduled work '{Name}' failed for {From:O} to {To:O}, try {Tries}.")]
        public static partial void WorkFailed(ILogger log, Exception error, string name, DateTimeOffset from, DateTimeOffset to, int tries);

        [LoggerMessage(EventIds.WorkSkipped, LogLevel.Error, "The scheduled work '{Name}' was given up for {From:O} to {To:O}; the ledger has the row.")]
        public static partial void WorkSkipped(ILogger log, string name, DateTimeOffset from, DateTimeOffset to);

        [LoggerMessage(EventIds.WorkRefused, LogLevel.Warning, "The ledger row '{Kind}' of '{Name}' for {From:O} to {To:O} could not be committed: the cursors moved ten times.")]
        public static partial void RowRefused(ILogger log, string kind, string name, DateTimeOffset from, DateTimeOffset to);
    }
}
