using System.Buffers;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using SocCollector.Spool;

namespace SocCollector.Listeners;

/// <summary>
/// Reads lines of files as they grow. A file is known by inode and birth, not by its name, so rotation by rename neither
/// loses nor doubles; a truncated file begins a new epoch. Offsets move when the lines are flushed in the spool.
/// </summary>
internal sealed partial class FileTailListener : IListener
{
    private const int ReadBytes = 512 * 1024;
    private const int BytesPerTurn = 4 * 1024 * 1024;
    private const int MostForgotten = 10_000;
    private const long SaveBehind = 50_000;
    private static readonly TimeSpan LetGoAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RememberFor = TimeSpan.FromDays(30);

    private readonly ListenerOptions _options;
    private readonly LogSpool _spool;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ushort _index;
    private readonly string _statePath;
    private readonly Dictionary<(ulong Device, ulong Inode), TailFile> _open = [];
    private readonly Dictionary<ulong, TailPosition> _closed = [];
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
    private Task _running = Task.CompletedTask;
    private Task<long>? _durable;
    private long _savedSequence;
    private long _savedAt;
    private bool _changed;

    public FileTailListener(ListenerOptions options, LogSpool spool, TimeProvider time, ILogger<FileTailListener> logger)
    {
        _options = options;
        _spool = spool;
        _time = time;
        _logger = logger;
        _index = spool.Listeners.IndexOf(options.Id, "file");
        _statePath = Path.Combine(spool.Options.Folder, string.Create(CultureInfo.InvariantCulture, $"files-{_index}.json"));
        TailState state = TailState.Load(_statePath, spool, _index);
        foreach (TailPosition position in state.Files)
            _closed[position.Inode] = position;
        _savedSequence = state.Sequence;
        spool.Hold(() => Volatile.Read(ref _savedSequence));
        Save();
    }

    /// <inheritdoc/>
    public string Id => _options.Id;

    /// <inheritdoc/>
    public ListenerKind Kind => ListenerKind.File;

    /// <inheritdoc/>
    public IPEndPoint? EndPoint => null;

    /// <inheritdoc/>
    public ListenerCounts Counts { get; } = new();

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public void Start() => _running = Task.Run(RunAsync);

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            AdoptRenamed();
            while (!_stop.IsCancellationRequested)
            {
                bool more;
                try
                {
                    more = await TurnAsync().ConfigureAwait(false);
                }
                catch (Exception e) when (e is UnauthorizedAccessException or IOException && !_stop.IsCancellationRequested)
                {
                    Log.Trouble(_logger, Id, e.Message);
                    more = false;
                }

                if (!more)
                    await Task.Delay(_options.PollEvery, _time, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
        finally
        {
            Save();
            foreach (TailFile file in _open.Values)
                file.Dispose();
            _open.Clear();
            ArrayPool<byte>.Shared.Return(_buffer);
            Log.Stopped(_logger, Id, Counts.Records);
        }
    }

    /// <summary>Looks at all files once; true when some has more than its turn allows.</summary>
    private async ValueTask<bool> TurnAsync()
    {
        Discover();
        bool more = false;
        long now = Now;
        foreach (TailFile file in _open.Values.ToList())
        {
            more |= await ReadAsync(file, now).ConfigureAwait(false);
            if (file.HasPartial && now - file.GrownAt >= _options.PartialAfter.TotalMilliseconds)
                await TakePartialAsync(file).ConfigureAwait(false);
            if (file.IsDetached && now - file.GrownAt >= LetGoAfter.TotalMilliseconds)
                await LetGoAsync(file).ConfigureAwait(false);
        }

        await SettleAsync().ConfigureAwait(false);
        return more;
    }

    /// <summary>Waits until all that was handed over is flushed; only then do the positions count.</summary>
    private async ValueTask SettleAsync()
    {
        if (_durable is not null)
        {
            await _durable.ConfigureAwait(false);
            _durable = null;
            _changed = true;
        }

        long now = Now;
        bool isBehind = _spool.Durable.Sequence - _savedSequence > SaveBehind;
        if ((_changed || isBehind) && now - _savedAt >= SaveEvery.TotalMilliseconds)
            Save();
    }

    private void Save()
    {
        // What waits for its flush must not count: after a crash it would be lost.
        if (_durable is { IsCompletedSuccessfully: false })
            return;
        long now = Now;
        long sequence = _spool.Durable.Sequence;
        foreach ((ulong inode, TailPosition _) in _closed.Where(c => now - c.Value.SeenAt > RememberFor.TotalMilliseconds).Take(MostForgotten).ToList())
            _closed.Remove(inode);
        new TailState(sequence, [.. _open.Values.Select(f => f.Position(now)), .. _closed.Values]).Save(_statePath);
        Volatile.Write(ref _savedSequence, sequence);
        _savedAt = now;
        _changed = false;
    }

    private void Discover()
    {
        foreach (TailFile file in _open.Values)
            file.IsDetached = true;
        foreach (string pattern in _options.Paths)
        {
            foreach (string path in FileFinder.Find(pattern))
                Meet(path);
        }
    }

    private void Meet(string path)
    {
        if (Posix.StatusOf(path) is not { IsRegular: true } status)
            return;
        if (_open.TryGetValue((status.Device, status.Inode), out TailFile? known))
        {
            known.IsDetached = false;
            known.Rename(path);
            return;
        }

        if (Open(path) is { } opened)
            Counts.Opened();
    }

    private TailFile? Open(string path)
    {
        try
        {
            SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // The path may lead to another file by now: who the opened one is, only the handle says.
            if (Posix.StatusOf(handle) is not { } status || _open.ContainsKey((status.Device, status.Inode)))
            {
                handle.Dispose();
                return null;
            }

            TailPosition? position = Recall(status);
            TailFile file = new(handle, path, status, position, _index, Now);
            _open.Add((status.Device, status.Inode), file);
            _unreadable.Remove(path);
            _changed = true;
            Log.Opened(_logger, Id, path, file.Offset);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_unreadable.Add(path))
                Log.CannotOpen(_logger, Id, path, e.Message);
            return null;
        }
    }

    /// <summary>The position of a file that was read before; none when its inode has another birth now.</summary>
    private TailPosition? Recall(FileStatus status)
    {
        if (!_closed.TryGetValue(status.Inode, out TailPosition? position) || (status.BornAt != 0 && position.BornAt != status.BornAt))
            return null;
        _closed.Remove(status.Inode);
        return position;
    }

    /// <summary>What was rotated away while nobody looked lies in the same folder under another name: its rest is read.</summary>
    private void AdoptRenamed()
    {
        Discover();
        foreach (TailPosition position in _closed.Values.ToList())
        {
            string? folder = Path.GetDirectoryName(position.Path);
            if (folder is null || !Directory.Exists(folder))
                continue;
            foreach (string path in Directory.EnumerateFiles(folder))
            {
                if (Posix.StatusOf(path) is { IsRegular: true } status && status.Inode == position.Inode
                    && (status.BornAt == 0 || status.BornAt == position.BornAt) && status.Size > position.Offset)
                    Adopt(path);
            }
        }
    }

    private void Adopt(string path)
    {
        if (Open(path) is not { } file)
            return;
        file.IsDetached = true;
        Counts.Opened();
    }

    private async ValueTask LetGoAsync(TailFile file)
    {
        await TakePartialAsync(file).ConfigureAwait(false);
        _open.Remove((file.Device, file.Inode));
        _closed[file.Inode] = file.Position(Now);
        file.Dispose();
        Counts.Closed();
        _changed = true;
        Log.LetGo(_logger, Id, file.Path, file.Offset);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.FileTrouble, LogLevel.Error, "Listener '{Listener}' cannot read its files: {Reason}")]
        public static partial void Trouble(ILogger logger, string listener, string reason);

        [LoggerMessage(EventIds.FileUnreadable, LogLevel.Error, "Listener '{Listener}' cannot open '{Path}': {Reason} It is tried again.")]
        public static partial void CannotOpen(ILogger logger, string listener, string path, string reason);

        [LoggerMessage(EventIds.FileOpened, LogLevel.Information, "Listener '{Listener}' reads '{Path}' from byte {Offset}.")]
        public static partial void Opened(ILogger logger, string listener, string path, long offset);

        [LoggerMessage(EventIds.FileClosed, LogLevel.Information, "Listener '{Listener}' is done with '{Path}' at byte {Offset}: no path leads to it any more.")]
        public static partial void LetGo(ILogger logger, string listener, string path, long offset);

        [LoggerMessage(EventIds.FileTruncated, LogLevel.Information, "Listener '{Listener}': '{Path}' was truncated and is read from its start.")]
        public static partial void Truncated(ILogger logger, string listener, string path);

        [LoggerMessage(EventIds.ListenerStopped, LogLevel.Information, "Listener '{Listener}' stopped after {Records} records.")]
        public static partial void Stopped(ILogger logger, string listener, long records);
    }
}
