namespace SocHost.Kibana.Building;

/// <summary>The built files on disk.</summary>
internal sealed class BuiltFolder(string folder)
{
    /// <summary>What is there, in a fixed order.</summary>
    public IEnumerable<string> Files() => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*" + Bundles.Extension, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [];

    /// <summary>Paths that differ from what was built, are missing, or are left over.</summary>
    public IReadOnlyList<string> Changed(IReadOnlyList<BundleFile> files)
    {
        HashSet<string> known = [.. files.Select(static f => f.Path)];
        return
        [
            .. files.Where(f => !File.Exists(PathOf(f)) || !File.ReadAllBytes(PathOf(f)).AsSpan().SequenceEqual(f.Content)).Select(static f => f.Path),
            .. Files().Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Where(f => !known.Contains(f)),
        ];
    }

    /// <summary>Writes what was built, and removes built files of dashboards that are gone.</summary>
    public void Write(IReadOnlyList<BundleFile> files)
    {
        foreach (BundleFile file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
            File.WriteAllBytes(PathOf(file), file.Content);
        }

        HashSet<string> known = [.. files.Select(f => Path.GetFullPath(PathOf(f)))];
        foreach (string stale in Files().Where(f => !known.Contains(Path.GetFullPath(f))).ToArray())
            File.Delete(stale);
    }

    private string PathOf(BundleFile file) => Path.Combine(folder, file.Path);
}
