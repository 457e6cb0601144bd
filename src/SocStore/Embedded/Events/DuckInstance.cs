using DuckDB.NET.Data;

namespace SocStore.Embedded.Events;

/// <summary>
/// The one DuckDB instance of a store: an empty in-memory root to which the day files are attached. Duplicates of its
/// connection share them; no second path spelling of a file can get in, because nothing else attaches.
/// </summary>
internal sealed class DuckInstance : IDisposable
{
    private const int MostReaders = 4;

    private readonly DuckDBConnection _root = new("DataSource=:memory:");
    private readonly SemaphoreSlim _reading = new(MostReaders, MostReaders);
    private readonly Stack<DuckSession> _idle = new();
    private bool _closed;

    public DuckInstance(EmbeddedStoreOptions options, string temporary)
    {
        _root.Open();
        using DuckSession session = Duplicate();
        session.Execute($"SET memory_limit = '{options.MemoryLimit}'");
        session.Execute(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"SET threads = {options.Threads}"));
        session.Execute($"SET temp_directory = {Quote(temporary)}");
        // Freed memory goes back to the system in small portions: the process is to stay small between bursts.
        session.Execute("SET allocator_flush_threshold = '8MB'");
        session.Execute("SET allocator_bulk_deallocation_flush_threshold = '8MB'");
        session.Execute("SET autoinstall_known_extensions = false");
        session.Execute("SET autoload_known_extensions = false");
        // Checkpoints are the writer's own: it has to know which positions they contain.
        session.Execute("SET checkpoint_threshold = '1TB'");
        // A value's elements, whether it is a list or not; an object is no value but the parent of fields.
        session.Execute(
            """
            CREATE MACRO soc_elements(v) AS
            CASE json_type(v) WHEN 'ARRAY' THEN json_extract(v, '$[*]') WHEN 'OBJECT' THEN []::JSON[] ELSE [v] END
            """);
    }

    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public DuckSession Duplicate()
    {
        DuckDBConnection connection = _root.Duplicate();
        connection.Open();
        return new DuckSession(connection);
    }

    /// <summary>Runs a query on a thread of its own: DuckDB's calls do not return before they are done.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<DuckSession, T> work, CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await Task.Factory.StartNew(() => Run(work), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Lets no query begin, and waits for those under way; null when one of them lasts longer than that. Disposing ends it.</summary>
    public IDisposable? TryHoldReaders(TimeSpan atMost)
    {
        long deadline = Environment.TickCount64 + (long)atMost.TotalMilliseconds;
        Held held = new(_reading);
        while (held.Count < MostReaders)
        {
            if (!_reading.Wait((int)Math.Max(0, deadline - Environment.TickCount64)))
            {
                held.Dispose();
                return null;
            }

            held.Count++;
        }

        return held;
    }

    public void Dispose()
    {
        lock (_idle)
        {
            _closed = true;
            while (_idle.TryPop(out DuckSession? session))
                session.Dispose();
        }

        _root.Dispose();
    }

    private T Run<T>(Func<DuckSession, T> work)
    {
        DuckSession? session;
        lock (_idle)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _idle.TryPop(out session);
        }

        session ??= Duplicate();
        try
        {
            return work(session);
        }
        finally
        {
            lock (_idle)
            {
                if (_closed)
                    session.Dispose();
                else
                    _idle.Push(session);
            }
        }
    }

    private sealed class Held(SemaphoreSlim reading) : IDisposable
    {
        public int Count { get; set; }

        public void Dispose()
        {
            if (Count > 0)
                reading.Release(Count);
            Count = 0;
        }
    }
}
