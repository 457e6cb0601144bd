using System.Globalization;

namespace SocStore.Embedded.Events;

/// <summary>One UTC ingest day. Queries lease it; a file that is retired goes when the last lease ends.</summary>
internal sealed class DayFile(string folder, DateOnly day, DayManifest manifest)
{
    private readonly Lock _gate = new();
    private int _leases;
    private Action? _whenFree;

    public DateOnly Day { get; } = day;

    public DayManifest Manifest { get; } = manifest;

    /// <summary>The name under which the file is attached.</summary>
    public string Catalog { get; } = string.Create(CultureInfo.InvariantCulture, $"d{day:yyyyMMdd}");

    public string Path { get; } = PathOf(folder, day);

    public string WalPath => Path + ".wal";

    /// <summary>Beside a closed day's file; where it is absent the day is not closed yet.</summary>
    public string ManifestPath => System.IO.Path.ChangeExtension(Path, ".json");

    public static string PathOf(string folder, DateOnly day) =>
        System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events-{day:yyyyMMdd}.duckdb"));

    /// <summary>The days that have a file, oldest first.</summary>
    public static IReadOnlyList<DateOnly> Find(string folder)
    {
        List<DateOnly> days = [];
        foreach (string path in Directory.EnumerateFiles(folder, "events-*.duckdb"))
        {
            string name = System.IO.Path.GetFileNameWithoutExtension(path);
            if (DateOnly.TryParseExact(name.AsSpan("events-".Length), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
                days.Add(day);
        }

        days.Sort();
        return days;
    }

    /// <summary>False when the file is retired.</summary>
    public bool TryLease()
    {
        lock (_gate)
        {
            if (_whenFree is not null)
                return false;
            _leases++;
            return true;
        }
    }

    public void Release()
    {
        Action? free = null;
        lock (_gate)
        {
            if (--_leases == 0)
                free = _whenFree;
        }

        free?.Invoke();
    }

    /// <summary>No new leases; does the rest when the present ones have ended, at once when there are none.</summary>
    public void Retire(Action whenFree)
    {
        lock (_gate)
        {
            _whenFree = whenFree;
            if (_leases > 0)
                return;
        }

        whenFree();
    }
}
