using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using SocApi.Contracts;
using SocCore.Storage;

namespace SocApi.Reports.Keeping;

/// <summary>
/// Reports in a folder of one process: a folder each, put in place by one rename when all its files are there. What is there
/// never changes.
/// </summary>
internal sealed partial class ReportFolder(string folder) : IReportShelf
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly ConcurrentDictionary<string, KeptReport> _read = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<bool> KeepAsync(KeptReport report, IReadOnlyDictionary<string, byte[]> files, CancellationToken cancel)
    {
        if (!Id().IsMatch(report.Id))
            throw new ArgumentException($"'{report.Id}' is no id of a report: it has letters that no file name should have.", nameof(report));
        Make(folder);
        return await PutAsync(Path.Combine(folder, report.Id), files, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<KeptReport>> ListAsync(string? report, int limit, AgencyScope scope, CancellationToken cancel)
    {
        List<KeptReport> found = [];
        if (Directory.Exists(folder))
        {
            foreach (string place in Directory.EnumerateDirectories(folder))
            {
                if (await FindAsync(Path.GetFileName(place), scope, cancel).ConfigureAwait(false) is { } kept && (report is null || kept.Report == report))
                    found.Add(kept);
            }
        }

        return [.. found.OrderByDescending(static r => r.MadeAt).ThenBy(static r => r.Id, StringComparer.Ordinal).Take(limit)];
    }

    /// <inheritdoc/>
    public async ValueTask<KeptReport?> FindAsync(string id, AgencyScope scope, CancellationToken cancel) =>
        await FindAsync(id, cancel).ConfigureAwait(false) is { } report && scope.Sees(report.Agency) ? report : null;

    /// <inheritdoc/>
    public async ValueTask<byte[]?> ReadAsync(KeptReport report, string name, CancellationToken cancel)
    {
        KeptFile? file = report.Files.FirstOrDefault(f => f.Name == name);
        if (file is null && name != KeptReport.Manifest)
            return null;
        string path = Path.Combine(folder, report.Id, name);
        if (!File.Exists(path))
            throw new InvalidDataException($"The report '{report.Id}' is damaged: '{path}' is gone. Bring it back from a backup, or have the report made again.");
        byte[] content = await File.ReadAllBytesAsync(path, cancel).ConfigureAwait(false);
        if (file is not null && Convert.ToHexStringLower(SHA256.HashData(content)) != file.Sha256)
            throw new InvalidDataException($"The report '{report.Id}' is damaged: '{path}' has not the SHA-256 sum of its manifest, {file.Sha256}. Bring it back from a backup, or have the report made again.");
        return content;
    }

    /// <summary>Puts files into a new folder, whole or not at all; false when the folder is there.</summary>
    public static async Task<bool> PutAsync(string place, IReadOnlyDictionary<string, byte[]> files, CancellationToken cancel)
    {
        if (Directory.Exists(place))
            return false;
        // Another process may be at the same: each has a draft of its own, and one rename wins.
        string draft = Path.Combine(Path.GetDirectoryName(place)!, $".{Path.GetFileName(place)}.{Path.GetRandomFileName()}.new");
        try
        {
            Make(draft);
            foreach ((string name, byte[] content) in files)
            {
                FileStream file = new(Path.Combine(draft, name), FileMode.CreateNew, FileAccess.Write);
                await using (file.ConfigureAwait(false))
                {
                    await file.WriteAsync(content, cancel).ConfigureAwait(false);
                    file.Flush(flushToDisk: true);
                }
            }

            Directory.Move(draft, place);
            return true;
        }
        catch (IOException) when (Directory.Exists(place))
        {
            return false;
        }
        finally
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
        }
    }

    private async ValueTask<KeptReport?> FindAsync(string id, CancellationToken cancel)
    {
        if (!Id().IsMatch(id))
            return null;
        if (_read.TryGetValue(id, out KeptReport? known) && Directory.Exists(Path.Combine(folder, id)))
            return known;
        string manifest = Path.Combine(folder, id, KeptReport.Manifest);
        if (!File.Exists(manifest))
            return null;
        KeptReport? report = JsonSerializer.Deserialize<KeptReport>(await File.ReadAllBytesAsync(manifest, cancel).ConfigureAwait(false), SocJson.Options);
        return report is null || report.Id != id ? null : _read[id] = report;
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
