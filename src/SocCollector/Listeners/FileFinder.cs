using System.IO.Enumeration;

namespace SocCollector.Listeners;

/// <summary>Finds the files of paths whose parts may hold <c>*</c> and <c>?</c>.</summary>
internal static class FileFinder
{
    private static readonly EnumerationOptions Options = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    /// <summary>The files that a pattern names now, in the order of their names.</summary>
    public static IEnumerable<string> Find(string pattern)
    {
        string full = Path.GetFullPath(pattern);
        string[] parts = full.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        return Below(Path.GetPathRoot(full)!, parts, 0);
    }

    private static IEnumerable<string> Below(string folder, string[] parts, int at)
    {
        bool isLast = at == parts.Length - 1;
        string part = parts[at];
        if (!part.AsSpan().ContainsAny('*', '?'))
        {
            string path = Path.Combine(folder, part);
            if (isLast)
                return File.Exists(path) ? [path] : [];
            return Below(path, parts, at + 1);
        }

        if (!Directory.Exists(folder))
            return [];
        IEnumerable<string> found = (isLast ? Directory.EnumerateFiles(folder, "*", Options) : Directory.EnumerateDirectories(folder, "*", Options))
            .Where(path => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(path.AsSpan()), ignoreCase: false))
            .Order(StringComparer.Ordinal);
        return isLast ? found : found.SelectMany(path => Below(path, parts, at + 1));
    }
}
