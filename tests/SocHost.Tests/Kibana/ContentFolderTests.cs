using SocCore.Yaml;
using SocHost.Kibana.Content;
using Xunit;

namespace SocHost.Tests.Kibana;

/// <summary>Faults in the readable source, each told with its place and the cure.</summary>
public sealed class ContentFolderTests
{
    [Theory]
    [InlineData("tags.yml", "color: \"#0B5FFF\"", "colour: \"#0B5FFF\"", "tags.yml:5:5: A tag has no key 'colour'; it has color")]
    [InlineData("data-views.yml", "pattern: logs-*", "pattern: metrics-*", "data-views.yml:4:14: 'pattern: metrics-*' is none that this product writes to")]
    [InlineData("searches.yml", "columns: [city.system, host.name", "columns: [city.system, host.nam", "The index has no field 'host.nam'; did you mean host.name")]
    [InlineData("dashboards/overview.yml", "id: overview", "id: Overview", "dashboards/overview.yml:1:5: 'id: Overview' is no name")]
    [InlineData("dashboards/overview.yml", "id: overview", "id: elsewhere", "must be the file's name; write 'overview'")]
    [InlineData("dashboards/overview.yml", "order: 1", "order: first", "'order' must be a whole number.")]
    [InlineData("dashboards/overview.yml", "en: Overview }", "fr: Overview }", "'title' has no key 'fr'; it has en, vi")]
    [InlineData("dashboards/overview.yml", "controls: [city.system", "controls: [city.sytem", "The index has no field 'city.sytem'; did you mean city.system")]
    [InlineData("dashboards/overview.yml", "chart: donut", "chart: pie", "'chart: pie' is unknown; use one of bars")]
    [InlineData("dashboards/overview.yml", "query: event.outcome:*", "query: event.outcome:\"x", "cannot be read at 16: The quote opened at 14 is not closed.")]
    [InlineData("dashboards/overview.yml", "query: event.outcome:*", "query: event.outcome:no good", "a word without a field")]
    [InlineData("dashboards/overview.yml", "by: event.outcome", "by: event.outcme", "did you mean event.outcome")]
    [InlineData("dashboards/overview.yml", "width: 32", "width: 64", "'width: 64' does not fit; use 4 to 48.")]
    [InlineData("dashboards/overview.yml", "    over: time\n", "", "'over' is missing; Bars need a horizontal axis")]
    [InlineData("dashboards/overview.yml", "{ unique: city.system,", "{ sum: city.system,", "The sum of 'city.system' cannot be taken: it is no number")]
    [InlineData("dashboards/overview.yml", "{ unique: city.system,", "{ uniqe: city.system,", "A measure has one of count, unique")]
    [InlineData("dashboards/overview.yml", "id: failures-over-time", "id: events", "'id: events' is that of another panel")]
    [InlineData("dashboards/overview.yml", "tags: [soc]", "tags: [noc]", "There is no tag 'noc'; there is soc, ot.")]
    public void Fault_is_told_with_its_place_and_the_cure(string file, string text, string planted, string says)
    {
        string folder = Directory.CreateTempSubdirectory("soc-kibana-").FullName;
        try
        {
            Copy(BuiltContent.Folder, folder);
            string path = Path.Combine(folder, file);
            string content = File.ReadAllText(path);
            Assert.Contains(text, content, StringComparison.Ordinal);
            int at = content.IndexOf(text, StringComparison.Ordinal);
            File.WriteAllText(path, content[..at] + planted + content[(at + text.Length)..]);
            List<YamlProblem> problems = [];
            ContentFolder.Read(folder, problems);
            Assert.Contains(problems, p => p.ToString().Contains(says, StringComparison.Ordinal));
            Assert.All(problems, p => Assert.StartsWith(path, p.File, StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Empty_folder_says_what_is_missing()
    {
        string folder = Directory.CreateTempSubdirectory("soc-kibana-").FullName;
        try
        {
            List<YamlProblem> problems = [];
            ContentFolder.Read(folder, problems);
            Assert.Equal(["labels.yml", "data-views.yml", "tags.yml", "searches.yml", "dashboards"], problems.Select(static p => Path.GetFileName(p.File)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*.yml", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
