using SocCore.Yaml;

namespace SocHost.Kibana.Content;

/// <summary>
/// Reads the content folder: <c>labels.yml</c>, <c>data-views.yml</c>, <c>tags.yml</c>, <c>searches.yml</c> and one file a
/// dashboard below <c>dashboards/</c>.
/// </summary>
internal static class ContentFolder
{
    private const string DashboardFolder = "dashboards";

    /// <summary>Reads everything; what is wrong is added to the problems, all of it at once.</summary>
    public static KibanaContent Read(string folder, ICollection<YamlProblem> problems)
    {
        ContentScope scope = new();
        foreach ((string file, Action<ContentReader, ContentScope> read) in (IEnumerable<(string, Action<ContentReader, ContentScope>)>)
        [
            ("labels.yml", static (r, s) => LabelReader.Read(r, s)),
            ("data-views.yml", static (r, s) => ListReader.ReadViews(r, s)),
            ("tags.yml", static (r, s) => ListReader.ReadTags(r, s)),
            ("searches.yml", static (r, s) => ListReader.ReadSearches(r, s)),
        ])
        {
            if (Open(Path.Combine(folder, file), problems) is { } reader)
                read(reader, scope);
        }

        string dashboards = Path.Combine(folder, DashboardFolder);
        string[] files = Directory.Exists(dashboards) ? [.. Directory.GetFiles(dashboards, "*.yml").Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0)
            problems.Add(new YamlProblem(dashboards, new YamlPosition(1, 1), "There is no dashboard; add a file <name>.yml, or choose another folder."));
        foreach (string file in files)
        {
            if (Open(file, problems) is { } reader && DashboardReader.Read(reader, scope) is { } dashboard)
                scope.Add(dashboard);
        }

        return scope.Content;
    }

    private static ContentReader? Open(string file, ICollection<YamlProblem> problems)
    {
        if (!File.Exists(file))
        {
            problems.Add(new YamlProblem(file, new YamlPosition(1, 1), "The file is not there; add it, or choose another folder."));
            return null;
        }

        IReadOnlyList<YamlNode> documents = YamlFile.Read(file, File.ReadAllText(file), problems);
        switch (documents)
        {
            case [YamlMap map]:
                return new ContentReader(new YamlShape(file, map, problems));
            case []:
                problems.Add(new YamlProblem(file, new YamlPosition(1, 1), "The file says nothing; fill it."));
                return null;
            default:
                problems.Add(new YamlProblem(file, documents[^1].Position, "The file must be one mapping."));
                return null;
        }
    }
}
