namespace SocDetect.Sigma;

/// <summary>Which files belong to folders of rules: rules themselves, field mappings, value lists; each in ordinal order of paths.</summary>
internal sealed record RuleFiles(IReadOnlyList<string> Rules, IReadOnlyList<string> Mappings, IReadOnlyList<string> Lists, IReadOnlyList<string> Missing)
{
    private const string MappingFolder = "mappings";
    private const string ListFolder = "lists";

    public static RuleFiles Find(IReadOnlyList<string> foldersOrFiles, RuleLoadOptions options)
    {
        SortedSet<string> rules = new(StringComparer.Ordinal);
        SortedSet<string> mappings = new(StringComparer.Ordinal);
        SortedSet<string> lists = new(StringComparer.Ordinal);
        List<string> missing = [];
        foreach (string path in foldersOrFiles)
        {
            if (File.Exists(path))
                rules.Add(path);
            else if (!Directory.Exists(path))
                missing.Add(path);
            else
                FindIn(path, rules, mappings, lists);
        }

        foreach (string folder in options.MappingFolders)
            AddAll(folder, IsYaml, mappings, missing);
        foreach (string folder in options.ListFolders)
            AddAll(folder, static f => f.EndsWith(".txt", StringComparison.Ordinal), lists, missing);
        return new RuleFiles([.. rules], [.. mappings], [.. lists], missing);
    }

    private static void FindIn(string root, SortedSet<string> rules, SortedSet<string> mappings, SortedSet<string> lists)
    {
        string mappingRoot = Path.Combine(root, MappingFolder) + Path.DirectorySeparatorChar;
        string listRoot = Path.Combine(root, ListFolder) + Path.DirectorySeparatorChar;
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            if (file.StartsWith(listRoot, StringComparison.Ordinal))
            {
                if (file.EndsWith(".txt", StringComparison.Ordinal))
                    lists.Add(file);
            }
            else if (IsYaml(file))
            {
                (file.StartsWith(mappingRoot, StringComparison.Ordinal) ? mappings : rules).Add(file);
            }
        }
    }

    private static void AddAll(string folder, Func<string, bool> wanted, SortedSet<string> files, List<string> missing)
    {
        if (!Directory.Exists(folder))
            missing.Add(folder);
        else
            files.UnionWith(Directory.EnumerateFiles(folder).Where(wanted));
    }

    private static bool IsYaml(string file) => file.EndsWith(".yml", StringComparison.Ordinal) || file.EndsWith(".yaml", StringComparison.Ordinal);
}
