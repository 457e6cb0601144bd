using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using SocApi.Contracts;

namespace SocApi.Reports.Keeping;

/// <summary>
/// Where reports are kept: a folder each, put in place by one rename when all its files are there. What is there never
/// changes.
/// </summary>
internal sealed partial class ReportShelf(string folder)
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly ConcurrentDictionary<string, KeptReport> _read = new(StringComparer.Ordinal);

    /// <summary>All reports, latest first.</summary>
    public IReadOnlyList<KeptReport> All() => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateDirectories(folder)
            .Select(d => Find(Path.GetFileName(d))).OfType<KeptReport>()
            .OrderByDescending(static r => r.MadeAt).ThenBy(static r => r.Id, StringComparer.Ordinal)];

    /// <summary>A report by its id; null when there is none.</summary>
    public KeptReport? Find(string id)
    {
        if (!Id().IsMatch(id))
            return null;
        if (_read.TryGetValue(id, out KeptReport? known) && Directory.Exists(Path.Combine(folder, id)))
            return known;
        string manifest = Path.Combine(folder, id, KeptReport.Manifest);
        if (!File.Exists(manifest))
            return null;
        KeptReport? report = JsonSerializer.Deserialize<KeptReport>(File.ReadAllBytes(manifest), SocJson.Options);
        return report is null || report.Id != id ? null : _read[id] = report;
    }

    /// <summary>The path of a file that the report's manifest names, or of the manifest; null for every other name.</summary>
    public string? PathOf(KeptReport report, string name) =>
        name == KeptReport.Manifest || report.Files.Any(f => f.Name == name) ? Path.Combine(folder, report.Id, name) : null;

    /// <summary>Keeps a report with its files, the manifest among them.</summary>
    public void Keep(KeptReport report, IReadOnlyDictionary<string, byte[]> files)
    {
        Make(folder);
        Put(Path.Combine(folder, report.Id), files);
        _read[report.Id] = report;
    }

    /// <summary>Copies a report's files into a folder of its name below another folder, whole or not at all.</summary>
    public void CopyTo(KeptReport report, string target)
    {
        Directory.CreateDirectory(target);
        string place = Path.Combine(target, report.Id);
        if (Directory.Exists(place))
            return;
        Put(place, report.Files.Select(static f => f.Name).Append(KeptReport.Manifest).ToDictionary(static n => n, n => File.ReadAllBytes(Path.Combine(folder, report.Id, n))));
    }

    private static void Put(string place, IReadOnlyDictionary<string, byte[]> files)
    {
        string draft = Path.Combine(Path.GetDirectoryName(place)!, $".{Path.GetFileName(place)}.new");
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        Make(draft);
        foreach ((string name, byte[] content) in files)
        {
            using FileStream file = new(Path.Combine(draft, name), FileMode.CreateNew, FileAccess.Write);
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        Directory.Move(draft, place);
    }

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Owner);
    }

    /// <summary>Ids are made by this program; what looks otherwise is no report, whatever lies in the folder.</summary>
    [GeneratedRegex("^[a-z][a-z0-9._-]{1,150}$", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
