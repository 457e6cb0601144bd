using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SocCore.Events;
using SocCore.Storage;

namespace SocStore.Embedded.Events;

/// <summary>
/// The one thread that writes: takes what waits, up to ten thousand events, into one transaction with the progress, then
/// publishes. Everything else that changes the day files runs here too, so nothing has to be locked.
/// </summary>
internal sealed partial class EventWriter : IAsyncDisposable
{
    private const int MostEvents = 10_000;
    private const int MostWaiting = 64;

    /// <summary>A log so many times as long as it should be is folded in even if queries have to be waited for.</summary>
    private const int MostBehind = 4;

    private static readonly TimeSpan RetryCheckpointAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<object> _jobs = new(MostWaiting);
    private readonly ConcurrentQueue<Action> _upkeep = new();
    private readonly DayFiles _files;
    private readonly DuckInstance _duck;
    private readonly DuckSession _session;
    private readonly RecentRing _ring;
    private readonly EmbeddedStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CommitSignal _signal;
    private readonly Thread _thread;
    private readonly ITimer _timer;
    private EventAppender? _appender;
    private volatile Dictionary<short, long> _published;
    private volatile IReadOnlyList<SpoolPosition> _checkpointed;
    private bool _dirty;
    private bool _isInUse;
    private long _triedAt;
    private object? _next;

    public EventWriter(DayFiles files, DuckInstance duck, DuckSession session, RecentRing ring, EmbeddedStoreOptions options, TimeProvider time, ILogger logger)
    {
        _files = files;
        _duck = duck;
        _session = session;
        _ring = ring;
        _options = options;
        _time = time;
        _logger = logger;
        _signal = new CommitSignal(time);
        _checkpointed = files.ReadProgress();
        _published = _checkpointed.ToDictionary(static p => p.Spool, static p => p.Sequence);
        foreach (SpoolPosition position in _checkpointed)
            ring.StartBehind(position);
        _thread = new Thread(Run) { Name = "event writer", IsBackground = true };
        _thread.Start();
        _timer = time.CreateTimer(_ => Post(CheckpointIfDirty), null, options.CheckpointInterval, options.CheckpointInterval);
    }

    /// <summary>How far each spool is published.</summary>
    public IReadOnlyList<SpoolPosition> Published => Sorted(_published);

    /// <summary>What needs no write-ahead log any more.</summary>
    public IReadOnlyList<SpoolPosition> Checkpointed => _checkpointed;

    public CommitSignal Signal => _signal;

    public long PublishedOf(short spool) => _published.GetValueOrDefault(spool);

    public async ValueTask<AppendOutcome> AppendAsync(EventBatch batch, SpoolPosition delivered, bool mayRepeat, CancellationToken cancel)
    {
        AppendJob job = new(batch, delivered, mayRepeat);
        try
        {
            _jobs.Add(job, cancel);
        }
        catch (Exception e)
        {
            job.Fail(e);
        }

        // Once it is in the queue it is written: what was written must be known as written.
        return await job.Done.ConfigureAwait(false);
    }

    /// <summary>Runs something on the writer's thread.</summary>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancel)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _jobs.Add(
            (Action)(() =>
            {
                try
                {
                    done.SetResult(work());
                }
#pragma warning disable CA1031 // It is handed to the caller whole.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    done.SetException(e);
                }
            }),
            cancel);
        return done.Task;
    }

    /// <summary>Deletes whole days; the last one too, after a new one has taken over its progress.</summary>
    public int DeleteBefore(DateOnly firstKept)
    {
        DateOnly today = Today();
        DateOnly first = firstKept < today ? firstKept : today;
        if (_files.Present is { } present && present.Day < first)
            Begin(today);
        return _files.DeleteBefore(first, Post);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        _jobs.CompleteAdding();
        await Task.Run(_thread.Join).ConfigureAwait(false);
        CheckpointIfDirty();
        _appender?.Dispose();
        _jobs.Dispose();
    }

    private static SpoolPosition[] Sorted(Dictionary<short, long> positions) =>
        [.. positions.OrderBy(static p => p.Key).Select(static p => new SpoolPosition(p.Key, p.Value))];

    /// <summary>Small work for this thread from threads that must not wait for it.</summary>
    private void Post(Action work)
    {
        _upkeep.Enqueue(work);
        if (!_jobs.IsAddingCompleted)
            _jobs.TryAdd((Action)(static () => { }));
    }

    private void Run()
    {
        while (_next is not null || !_jobs.IsCompleted)
        {
            object? job = _next;
            _next = null;
            if (job is not null || _jobs.TryTake(out job, Timeout.Infinite))
            {
                if (job is AppendJob append)
                    Commit(Gather(append));
                else
                    ((Action)job)();
            }

            Upkeep();
        }

        Upkeep();
    }

    private void Upkeep()
    {
        while (_upkeep.TryDequeue(out Action? work))
        {
            try
            {
                work();
            }
#pragma warning disable CA1031 // The writer goes on whatever a file system says about an old day.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.UpkeepFailed(_logger, e);
            }
        }
    }

    /// <summary>Takes along what waits. What may repeat goes alone: its ids are looked up in what is committed.</summary>
    private List<AppendJob> Gather(AppendJob first)
    {
        List<AppendJob> group = [first];
        int events = first.Batch.Count;
        while (!first.MayRepeat && events < MostEvents && _jobs.TryTake(out object? job))
        {
            if (job is not AppendJob { MayRepeat: false } append)
            {
                _next = job;
                break;
            }

            group.Add(append);
            events += append.Batch.Count;
        }

        return group;
    }

    private void Commit(List<AppendJob> group)
    {
        try
        {
            Store(group);
        }
#pragma warning disable CA1031 // The batch's owner gets the reason and delivers again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.AppendFailed(_logger, e);
            foreach (AppendJob job in group)
                job.Fail(e);
            return;
        }

        foreach (AppendJob job in group)
        {
            if (job.New.Count > 0)
                _ring.Add(job.New.Retain());
        }

        Dictionary<short, long> published = new(_published);
        foreach (AppendJob job in group)
            published[job.Delivered.Spool] = Math.Max(published.GetValueOrDefault(job.Delivered.Spool), job.Delivered.Sequence);
        _published = published;
        _dirty = true;
        foreach (AppendJob job in group)
            job.Succeed();
        _signal.Raise();
        if ((!_isInUse || _time.GetElapsedTime(_triedAt) >= RetryCheckpointAfter) && DayFiles.WalBytes(_files.Present!) is long bytes && bytes >= _options.CheckpointBytes)
            CheckpointIfDirty(waits: bytes >= _options.CheckpointBytes * MostBehind);
    }

    private void Store(List<AppendJob> group)
    {
        DateOnly today = Today();
        DayFile file = _files.Present is { } present && present.Day >= today ? present : Begin(today);
        foreach (AppendJob job in group)
        {
            if (job.MayRepeat)
                job.New = KnownIds.Filter(job.Batch, _files.All, _session);
            if (job.New.Count == 0)
                continue;
            file.Manifest.AddSequence(job.Delivered.Spool, job.New.Headers[0].Sequence);
            file.Manifest.AddSequence(job.Delivered.Spool, job.New.Headers[^1].Sequence);
        }

        _session.Execute("BEGIN");
        try
        {
            List<EventBatch> batches = [.. group.Select(static j => j.New).Where(static b => b.Count > 0)];
            if (batches.Count > 0)
            {
                _appender ??= new EventAppender(_session.Connection, file.Catalog);
                _appender.Append(_session.Connection, file.Catalog, batches, file.Manifest);
            }

            foreach (IGrouping<short, AppendJob> spool in group.GroupBy(static j => j.Delivered.Spool))
                SaveProgress(file, spool.Key, Math.Max(PublishedOf(spool.Key), spool.Max(static j => j.Delivered.Sequence)));
            _session.Execute("COMMIT");
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>A failed commit has rolled back by itself; the reason that matters is the first one.</summary>
    private void Rollback()
    {
        try
        {
            _session.Execute("ROLLBACK");
        }
        catch (DuckDB.NET.Data.DuckDBException e)
        {
            Log.UpkeepFailed(_logger, e);
        }
    }

    private void SaveProgress(DayFile file, short spool, long sequence)
    {
        if (_session.Change($"UPDATE {file.Catalog}.progress SET seq = $p2 WHERE spool = $p1", spool, sequence) == 0)
            _session.Change($"INSERT INTO {file.Catalog}.progress VALUES ($p1, $p2)", spool, sequence);
    }

    private DayFile Begin(DateOnly day)
    {
        // The day before is closed: whatever of it is in the log has to be folded in first.
        CheckpointIfDirty(waits: true);
        if (_dirty)
            throw new IOException($"The day {day:yyyy-MM-dd} cannot begin while a query reads the file of the day before; it is tried again.");
        DayFile file = _files.Begin(day, Sorted(_published));
        _checkpointed = Sorted(_published);
        _isInUse = false;
        return file;
    }

    private void CheckpointIfDirty() => CheckpointIfDirty(waits: false);

    /// <summary>Folds the log in. DuckDB cannot while a query reads the file: then it is tried again soon, and waited for when the log has grown long.</summary>
    private void CheckpointIfDirty(bool waits)
    {
        if (!_dirty || _files.Present is not { } file)
            return;
        _triedAt = _time.GetTimestamp();
        try
        {
            using IDisposable? alone = waits ? _duck.TryHoldReaders(LongestWait) : null;
            _files.Checkpoint(file);
            _checkpointed = Sorted(_published);
            _dirty = false;
            _isInUse = false;
        }
        catch (DuckDB.NET.Data.DuckDBException e) when (DayFiles.IsInUse(e))
        {
            _isInUse = true;
            Log.CheckpointLater(_logger, file.Path);
        }
        catch (DuckDB.NET.Data.DuckDBException e)
        {
            Log.CheckpointFailed(_logger, file.Path, e);
        }
    }

    private DateOnly Today() => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

    private static partial class Log
    {
        [LoggerMessage(EventIds.AppendFailed, LogLevel.Error, "Events were not stored and stay in the spool")]
        public static partial void AppendFailed(ILogger logger, Exception reason);

        [LoggerMessage(EventIds.CheckpointFailed, LogLevel.Error, "The write-ahead log of {Path} was not folded in; the spool keeps its events until it is. Is the disk full?")]
        public static partial void CheckpointFailed(ILogger logger, string path, Exception reason);

        [LoggerMessage(EventIds.CheckpointLater, LogLevel.Debug, "The write-ahead log of {Path} is folded in later: queries read the file")]
        public static partial void CheckpointLater(ILogger logger, string path);

        [LoggerMessage(EventIds.UpkeepFailed, LogLevel.Warning, "Upkeep of the day files failed; it is tried again at the next start")]
        public static partial void UpkeepFailed(ILogger logger, Exception reason);
    }
}
