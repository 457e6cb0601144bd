using Microsoft.Extensions.Logging;
using SocCore.Storage;
using SocStore.Embedded.Cases;
using SocStore.Embedded.Events;

namespace SocStore.Embedded;

/// <summary>Everything of one process in one folder: events in DuckDB, what is updated in SQLite, and the lock that keeps others out.</summary>
public sealed class EmbeddedStore : IAsyncDisposable
{
    private bool _isDisposed;
    private readonly DataFolderLock _lock;
    private readonly EmbeddedEventStore _events;
    private readonly CaseFile _file;

    private EmbeddedStore(DataFolderLock held, EmbeddedEventStore events, CaseFile file, TimeProvider time, long lastChange)
    {
        _lock = held;
        _events = events;
        _file = file;
        Cases = new EmbeddedCaseStore(file, time, lastChange);
        State = new EmbeddedStateStore(file);
    }

    /// <summary>The events.</summary>
    public IEventStore Events => _events;

    /// <summary>What of the events needs no write-ahead log any more.</summary>
    public ICheckpointedPositions Checkpoints => _events;

    /// <summary>Cases, detections, match rows, ledger, cursors.</summary>
    public ICaseStore Cases { get; }

    /// <summary>Dead letters and named documents.</summary>
    public IStateStore State { get; }

    /// <summary>Opens the folder, made when it is not there, and repairs what a crash left.</summary>
    /// <exception cref="IOException">Another process has the folder.</exception>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    /// <exception cref="InvalidDataException">A file is of another version, or damaged.</exception>
    public static EmbeddedStore Open(EmbeddedStoreOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        options.Check();
        string folder = Resolve(options.Folder);
        DataFolderLock held = DataFolderLock.Take(folder);
        CaseFile? file = null;
        try
        {
            file = CaseFile.Open(Path.Combine(folder, "soc.db"));
            long lastChange = EmbeddedCaseStore.LastChange(file);
            // The events last: they begin to write, and nothing can fail behind them.
            return new EmbeddedStore(held, EmbeddedEventStore.Open(folder, options, time, loggers.CreateLogger<EmbeddedStore>()), file, time, lastChange);
        }
        catch
        {
            file?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _events.DisposeAsync().ConfigureAwait(false);
        _file.Dispose();
        _lock.Dispose();
    }

    /// <summary>One spelling of the folder: full, links followed; readable by its owner alone.</summary>
    private static string Resolve(string folder)
    {
        string full = Path.GetFullPath(folder);
        if (!Directory.Exists(full))
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(full);
            else
                Directory.CreateDirectory(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new DirectoryInfo(full).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
    }
}
