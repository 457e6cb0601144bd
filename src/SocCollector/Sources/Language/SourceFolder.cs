using System.Globalization;
using System.Text;
using SocCore.Yaml;

namespace SocCollector.Sources.Language;

/// <summary>Reads all source files below some folders, and finds what is wrong between them.</summary>
internal static class SourceFolder
{
    /// <summary>Names, sizes and times of all source files: equal while nothing changed.</summary>
    public static string StateOf(IEnumerable<string> folders)
    {
        StringBuilder state = new();
        foreach (FileInfo file in Files(folders).Select(static f => new FileInfo(f.Path)))
            state.Append(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}\n");
        return state.ToString();
    }

    /// <summary>Reads and compiles; files with problems are left out, every problem is added.</summary>
    public static IReadOnlyList<Source> Read(IEnumerable<string> folders, SourceContext context, ICollection<YamlProblem> problems)
    {
        List<SourceFile> files = ReadFiles(folders, problems);
        Dictionary<string, SourceFile> byId = [];
        foreach (SourceFile file in files)
        {
            if (!byId.TryAdd(file.Id, file))
                problems.Add(new YamlProblem(file.Path, file.Map.Position, $"The id '{file.Id}' is also in {byId[file.Id].Path}; an id is <system>/<source>, as the path says."));
        }

        List<Source> sources = [];
        Dictionary<string, string> claims = [];
        foreach (SourceFile file in files)
        {
            List<YamlProblem> own = [];
            if (Follow(file, byId, own) is { } whole && SourceReader.Read(whole, context, own) is { } source && !own.Exists(static p => !p.IsWarning))
            {
                CheckClaims(source, file, claims, own);
                if (!own.Exists(static p => !p.IsWarning))
                    sources.Add(source);
            }

            foreach (YamlProblem problem in own)
                problems.Add(problem);
        }

        return [.. sources.OrderBy(static s => s.Profile.Id, StringComparer.Ordinal)];
    }

    private static List<SourceFile> ReadFiles(IEnumerable<string> folders, ICollection<YamlProblem> problems)
    {
        List<SourceFile> files = [];
        foreach ((string path, string shown, string id) in Files(folders))
        {
            string text;
            try
            {
                text = File.ReadAllText(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add(new YamlProblem(shown, new YamlPosition(1, 1), $"The file cannot be read: {e.Message}"));
                continue;
            }

            int before = problems.Count;
            IReadOnlyList<YamlNode> documents = YamlFile.Read(shown, text, problems);
            if (problems.Count > before)
                continue;
            if (documents.Count == 1 && documents[0] is YamlMap map)
                files.Add(new SourceFile(shown, id, map));
            else
                problems.Add(new YamlProblem(shown, new YamlPosition(1, 1), documents.Count == 0 ? "The file is empty; write one source, as sources/README.md shows." : "A source file is one mapping; put other sources into files of their own."));
        }

        return files;
    }

    /// <summary>Follows <c>like</c>, also over several files.</summary>
    private static SourceFile? Follow(SourceFile file, Dictionary<string, SourceFile> byId, List<YamlProblem> problems)
    {
        SourceFile whole = file;
        YamlMap at = file.Map;
        HashSet<string> seen = [file.Id];
        while (at.TryGet("like", out YamlNode? node))
        {
            if (node is not YamlScalar { Text: var id } || !byId.TryGetValue(id, out SourceFile? other))
            {
                problems.Add(new YamlProblem(file.Path, node.Position, $"'like: {(node as YamlScalar)?.Text}' is no source; there are {string.Join(", ", byId.Keys.Order())}."));
                return null;
            }

            if (!seen.Add(id))
            {
                problems.Add(new YamlProblem(file.Path, node.Position, $"'like: {id}' leads back to where it came from; write the keys out in one of the files."));
                return null;
            }

            whole = whole.With(other);
            at = other.Map;
        }

        return whole;
    }

    private static void CheckClaims(Source source, SourceFile file, Dictionary<string, string> claims, List<YamlProblem> problems)
    {
        foreach (Claim claim in source.Claims)
        {
            if (!claims.TryAdd(claim.Signature, source.Profile.Id) && claims[claim.Signature] != source.Profile.Id)
                problems.Add(new YamlProblem(file.Path, claim.Position, $"The claim ({claim.Signature}) is also made by source '{claims[claim.Signature]}'; add a part that tells the two apart."));
        }
    }

    private static IEnumerable<(string Path, string Shown, string Id)> Files(IEnumerable<string> folders)
    {
        foreach (string folder in folders)
        {
            if (!Directory.Exists(folder))
                continue;
            string parent = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
            foreach (string path in Directory.EnumerateFiles(folder, "*.yml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                string relative = Path.GetRelativePath(folder, path).Replace('\\', '/');
                string id = relative[..^".yml".Length];
                if (!id.Contains('/', StringComparison.Ordinal))
                    id = $"{parent}/{id}";
                yield return (path, Path.Combine(folder, relative).Replace('\\', '/'), id);
            }
        }
    }
}
