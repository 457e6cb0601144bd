using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using SocCore.Storage;

namespace SocStore.Embedded.Events;

/// <summary>
/// The day files: opening with repair, closing, retiring. Only the writer's thread changes them; readers take the list as
/// it is and lease what they use.
/// </summary>
internal sealed partial class DayFiles(string folder, DuckSession session, ILogger logger)
{
    /// <summary>Three blocks of 4 KiB open every DuckDB file.</summary>
    private const int HeaderBytes = 3 * 4096;

    /// <summary>
    /// Rows that DuckDB packs together. A checkpoint packs a group that is not full again from its beginning, so with groups
    /// of 122,880, DuckDB's own choice, one of 32 MiB of log takes up to 4.6 s, and with these a tenth of a second; a file
    /// takes 198 bytes an event instead of 271.
    /// </summary>
    private const int RowGroupSize = 8_192;

    private volatile DayFile[] _files = [];

    /// <summary>All files, oldest first.</summary>
    public IReadOnlyList<DayFile> All => _files;

    /// <summary>The file that is written; null before the first event.</summary>
    public DayFile? Present => _files is [.., var last] ? last : null;

    /// <summary>Attaches all files of the folder: closed days to be read only, the last one to be written.</summary>
    public void OpenAll()
    {
        RemoveUnfinished();
        IReadOnlyList<DateOnly> days = DayFile.Find(folder);
        foreach (DateOnly day in days)
        {
            bool last = day == days[^1];
            DayManifest? manifest = last ? null : ReadManifest(new DayFile(folder, day, new DayManifest()));
            DayFile file = new(folder, day, manifest ?? new DayManifest());
            Attach(file, readOnly: manifest is not null);
            if (manifest is null && !HasTables(file))
            {
                // A crash while the day was made: nothing was ever acknowledged from it.
                session.Execute($"DETACH {file.Catalog}");
                Delete(file);
                Log.EmptyDayRemoved(logger, file.Path);
                continue;
            }

            if (manifest is null)
            {
                Checkpoint(file);
                Survey(file);
                if (!last)
                    Close(file);
            }

            _files = [.. _files, file];
        }
    }

    /// <summary>A crash while a day was made may leave a file without the headers that DuckDB writes first.</summary>
    private void RemoveUnfinished()
    {
        foreach (DateOnly day in DayFile.Find(folder))
        {
            DayFile file = new(folder, day, new DayManifest());
            if (new FileInfo(file.Path).Length >= HeaderBytes)
                continue;
            Delete(file);
            Log.EmptyDayRemoved(logger, file.Path);
        }
    }

    /// <summary>What was delivered, as the last file has it.</summary>
    public IReadOnlyList<SpoolPosition> ReadProgress()
    {
        List<SpoolPosition> positions = [];
        if (Present is { } file)
            session.Query($"SELECT spool, seq FROM {file.Catalog}.progress ORDER BY spool", null, row => positions.Add(new SpoolPosition(row.GetInt16(0), row.GetInt64(1))), CancellationToken.None);
        return positions;
    }

    /// <summary>Begins a day with the progress so far, and closes the one before.</summary>
    public DayFile Begin(DateOnly day, IReadOnlyCollection<SpoolPosition> progress)
    {
        DayFile? before = Present;
        DayFile file = new(folder, day, new DayManifest());
        Attach(file, readOnly: false);
        session.Execute("BEGIN");
        session.Execute(EventColumns.CreateStatements(file.Catalog));
        foreach (SpoolPosition position in progress)
            session.Change($"INSERT INTO {file.Catalog}.progress VALUES ($p1, $p2)", position.Spool, position.Sequence);
        session.Execute("COMMIT");
        // Else a damaged log would leave a file without a schema.
        Checkpoint(file);
        if (before is not null)
            Close(before);
        _files = [.. _files, file];
        Log.DayOpened(logger, file.Path);
        return file;
    }

    public void Checkpoint(DayFile file) => session.Execute($"CHECKPOINT {file.Catalog}");

    /// <summary>
    /// Whether a checkpoint failed for no other reason than that a query is under way: DuckDB keeps what was committed since
    /// the query began apart for it, and cannot fold that in. FORCE CHECKPOINT is no cure: it may wait for ever.
    /// </summary>
    public static bool IsInUse(DuckDBException e) => e.Message.Contains("Cannot CHECKPOINT", StringComparison.Ordinal);

    /// <summary>
    /// Deletes the files of earlier days as soon as no query reads them; returns how many. The last query may end on any
    /// thread, so the deletion is handed to <paramref name="onWriter"/>.
    /// </summary>
    public int DeleteBefore(DateOnly firstKept, Action<Action> onWriter)
    {
        DayFile[] gone = [.. _files.Where(f => f.Day < firstKept)];
        _files = [.. _files.Where(f => f.Day >= firstKept)];
        foreach (DayFile file in gone)
        {
            file.Retire(() => onWriter(() =>
            {
                session.Execute($"DETACH {file.Catalog}");
                Delete(file);
                Log.DayDeleted(logger, file.Path);
            }));
        }

        return gone.Length;
    }

    /// <summary>The size of what is not checkpointed yet.</summary>
    public static long WalBytes(DayFile file)
    {
        // Only the directory entry is read: opening the file here would drop DuckDB's lock on it.
        FileInfo wal = new(file.WalPath);
        return wal.Exists ? wal.Length : 0;
    }

    private static void Delete(DayFile file)
    {
        File.Delete(file.Path);
        File.Delete(file.WalPath);
        File.Delete(file.ManifestPath);
    }

    private void Close(DayFile file)
    {
        Checkpoint(file);
        string temporary = file.ManifestPath + ".tmp";
        File.WriteAllText(temporary, file.Manifest.Write());
        File.Move(temporary, file.ManifestPath, overwrite: true);
        Log.DayClosed(logger, file.Path);
    }

    private void Attach(DayFile file, bool readOnly)
    {
        string options = readOnly ? "READ_ONLY" : string.Create(CultureInfo.InvariantCulture, $"STORAGE_VERSION 'latest', ROW_GROUP_SIZE {RowGroupSize}");
        string sql = $"ATTACH {DuckInstance.Quote(file.Path)} AS {file.Catalog} ({options})";
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                session.Execute(sql);
                return;
            }
            catch (DuckDBException e) when (attempt < 3 && WalRepair.TryRepair(file, e.Message, attempt, out string? done))
            {
                Log.LogRepaired(logger, file.WalPath, e.Message, done);
            }
        }
    }

    private bool HasTables(DayFile file)
    {
        bool found = false;
        session.Query(
            "SELECT count(*) FROM duckdb_tables() WHERE database_name = $p1 AND table_name IN ('events', 'progress')",
            [file.Catalog],
            row => found = row.GetInt64(0) == 2,
            CancellationToken.None);
        return found;
    }

    private DayManifest? ReadManifest(DayFile file)
    {
        if (!File.Exists(file.ManifestPath))
            return null;
        try
        {
            return DayManifest.Read(File.ReadAllText(file.ManifestPath));
        }
        catch (JsonException e)
        {
            Log.ManifestUnreadable(logger, file.ManifestPath, e.Message);
            return null;
        }
    }

    /// <summary>Makes the manifest of what is in the file.</summary>
    private void Survey(DayFile file)
    {
        DayManifest manifest = file.Manifest;
        string table = $"{file.Catalog}.events";
        session.Query($"SELECT DISTINCT ts // {TimeSpan.TicksPerHour} FROM {table}", null, row => manifest.AddTime(row.GetInt64(0) * TimeSpan.TicksPerHour), CancellationToken.None);
        session.Query(
            $"SELECT spool, min(seq), max(seq), bit_or(odd), min(id_high), max(id_high) FROM {table} GROUP BY spool",
            null,
            row =>
            {
                manifest.AddSequence(row.GetInt16(0), row.GetInt64(1));
                manifest.AddSequence(row.GetInt16(0), row.GetInt64(2));
                manifest.AddOdd(row.GetInt64(3));
                manifest.AddId(row.GetFieldValue<ulong>(4));
                manifest.AddId(row.GetFieldValue<ulong>(5));
            },
            CancellationToken.None);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.DayOpened, LogLevel.Information, "Day file {Path} begun")]
        public static partial void DayOpened(ILogger logger, string path);

        [LoggerMessage(EventIds.DayClosed, LogLevel.Information, "Day file {Path} closed")]
        public static partial void DayClosed(ILogger logger, string path);

        [LoggerMessage(EventIds.DayDeleted, LogLevel.Information, "Day file {Path} deleted by retention")]
        public static partial void DayDeleted(ILogger logger, string path);

        [LoggerMessage(EventIds.LogRepaired, LogLevel.Warning, "The write-ahead log {Path} was damaged ({Reason}); {Done}. What it lacked is delivered again from the spool")]
        public static partial void LogRepaired(ILogger logger, string path, string reason, string done);

        [LoggerMessage(EventIds.ManifestUnreadable, LogLevel.Warning, "The manifest {Path} cannot be read ({Reason}); it is made anew from the day file")]
        public static partial void ManifestUnreadable(ILogger logger, string path, string reason);

        [LoggerMessage(EventIds.EmptyDayRemoved, LogLevel.Warning, "Day file {Path} was left without tables by a crash and is removed; it had no events")]
        public static partial void EmptyDayRemoved(ILogger logger, string path);
    }
}
