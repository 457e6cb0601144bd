using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace SocStore.Embedded.Cases;

/// <summary>
/// The SQLite file: one writer at a time on one connection, readers beside it (WAL). Every commit is synced: an incident
/// that somebody was told of must survive the loss of power.
/// </summary>
internal sealed class CaseFile : IDisposable
{
    private const int MostReaders = 4;

    private static readonly string[] Versions = ["cases-001.sql"];

    private readonly string _path;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _reading = new(MostReaders, MostReaders);
    private readonly Stack<SqliteSession> _idle = new();
    private readonly SqliteSession _writer;
    private bool _closed;

    private CaseFile(string path)
    {
        _path = path;
        _writer = Connect();
        try
        {
            _writer.Scalar("PRAGMA journal_mode = WAL");
            _writer.Execute("PRAGMA synchronous = FULL");
            Migrate();
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
    }

    /// <exception cref="InvalidDataException">The file is of a newer version of the program, or damaged.</exception>
    public static CaseFile Open(string path)
    {
        try
        {
            return new CaseFile(path);
        }
        catch (SqliteException e)
        {
            throw new InvalidDataException($"The case file '{path}' cannot be read: {e.Message} Restore it from a backup, or move it away to begin with an empty one.", e);
        }
    }

    /// <summary>Runs one transaction; what the work returns as null or false, or throws, is rolled back.</summary>
    public async ValueTask<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            using SqliteTransaction transaction = _writer.Begin();
            T result = work(_writer);
            if (result is null or false)
                transaction.Rollback();
            else
                transaction.Commit();
            return result;
        }
        finally
        {
            _writer.End();
            _writing.Release();
        }
    }

    /// <summary>Reads in one snapshot.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel).ConfigureAwait(false);
        SqliteSession? session = null;
        try
        {
            lock (_idle)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                _idle.TryPop(out session);
            }

            session ??= Connect();
            session.Execute("BEGIN");
            try
            {
                return work(session);
            }
            finally
            {
                session.Execute("COMMIT");
            }
        }
        finally
        {
            Return(session);
            _reading.Release();
        }
    }

    /// <summary>Reads while nobody else uses the file yet.</summary>
    public T Read<T>(Func<SqliteSession, T> work) => work(_writer);

    public void Dispose()
    {
        lock (_idle)
        {
            _closed = true;
            while (_idle.TryPop(out SqliteSession? session))
                session.Dispose();
        }

        _writer.Dispose();
    }

    private void Return(SqliteSession? session)
    {
        if (session is null)
            return;
        lock (_idle)
        {
            if (_closed)
                session.Dispose();
            else
                _idle.Push(session);
        }
    }

    private SqliteSession Connect()
    {
        SqliteConnectionStringBuilder settings = new() { DataSource = _path, Pooling = false, DefaultTimeout = 30 };
        SqliteConnection connection = new(settings.ToString());
        connection.Open();
        SqliteSession session = new(connection);
        try
        {
            session.Execute("PRAGMA cache_size = -2048");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private void Migrate()
    {
        long version = (long)(_writer.Scalar("PRAGMA user_version") ?? 0L);
        if (version > Versions.Length)
            throw new InvalidDataException($"The case file '{_path}' has version {version}; this program knows up to {Versions.Length}. Run the program that wrote it, or a newer one.");
        for (; version < Versions.Length; version++)
        {
            using SqliteTransaction transaction = _writer.Begin();
            _writer.Execute(Resource(Versions[version]));
            _writer.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version + 1}"));
            transaction.Commit();
            _writer.End();
        }
    }

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program lacks its resource '{name}'.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
