using System.Text;
using System.Text.Json.Nodes;
using SocHost.Kibana.Content;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Building;

/// <summary>Compiles content to the files that Kibana imports: in each language one with everything, and one a dashboard with what it needs.</summary>
internal static class Bundles
{
    /// <summary>The extension that Kibana insists on.</summary>
    public const string Extension = ".ndjson";

    /// <summary>The name of the file with everything.</summary>
    public static string NameOf(string language) => $"soc-{language}{Extension}";

    /// <summary>All files; the same content gives the same bytes.</summary>
    public static IReadOnlyList<BundleFile> Build(KibanaContent content)
    {
        List<BundleFile> files = [];
        foreach (string language in Languages.All)
        {
            files.Add(new BundleFile(NameOf(language), Lines(content, language, content.Dashboards)));
            foreach (DashboardSource dashboard in content.Dashboards)
                files.Add(new BundleFile($"{language}/soc-{dashboard.Id}-{language}{Extension}", Lines(content, language, [dashboard])));
        }

        return files;
    }

    /// <summary>The objects that dashboards need, in the order in which Kibana resolves them: what is referred to comes first.</summary>
    private static byte[] Lines(KibanaContent content, string language, IReadOnlyList<DashboardSource> dashboards)
    {
        bool all = dashboards.Count == content.Dashboards.Count;
        SearchSource[] searches = [.. content.Searches.Where(s => all || dashboards.Any(d => d.Panels.OfType<SearchPanel>().Any(p => p.Search == s.Id)))];
        HashSet<string> views =
        [
            .. searches.Select(static s => s.View),
            .. dashboards.SelectMany(static d => d.Controls).Select(static c => c.View),
            .. dashboards.SelectMany(static d => d.Panels).OfType<ChartPanel>().Select(static p => p.View),
        ];
        HashSet<string> tags = [.. dashboards.SelectMany(static d => d.Tags), .. searches.SelectMany(static s => s.Tags)];
        ObjectWriter objects = new(content, language);
        DashboardWriter writer = new(content, language);
        IEnumerable<JsonObject> written =
        [
            .. content.DataViews.Where(v => views.Contains(v.Id)).Select(objects.View),
            .. content.Tags.Where(t => tags.Contains(t.Id)).Select(objects.Tag),
            .. searches.Select(objects.Search),
            .. dashboards.Select(writer.Write),
        ];
        StringBuilder text = new();
        foreach (JsonObject one in written)
            text.Append(NestedJson.Write(one)).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
