using SocCore.Yaml;
using SocHost.Settings;
using Xunit;

namespace SocHost.Tests.Commands;

/// <summary>What a settings file makes of the defaults.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("soc-settings-");

    [Fact]
    public void Folders_of_rules_that_are_named_replace_the_default_one()
    {
        SocSettings settings = Load("""{ "Soc": { "Detect": { "RuleFolders": ["/etc/soc/rules", "/etc/soc/more"] } } }""");
        Assert.Equal(["/etc/soc/rules", "/etc/soc/more"], settings.Options.Detect.RuleFolders);
        Assert.Equal([Path.Combine(SocSettings.Root, "rules")], Load("{}").Options.Detect.RuleFolders);
    }

    [Fact]
    public void Key_files_lie_in_the_data_folder_unless_they_are_named()
    {
        SocSettings own = Load("{}");
        Assert.Equal((own.DataFolder, Path.Combine(own.DataFolder, "identity.keys")), (own.Options.Api.KeyFolder, own.Options.Collector.Sources.KeyFile));
        SocSettings named = Load("""{ "Soc": { "Api": { "KeyFolder": "keys" }, "Collector": { "Sources": { "KeyFile": "/run/secrets/identity" } } } }""");
        Assert.Equal((Path.Combine(_folder.FullName, "keys"), "/run/secrets/identity"), (named.Options.Api.KeyFolder, named.Options.Collector.Sources.KeyFile));
    }

    [Fact]
    public void The_city_names_the_streams_unless_the_store_does()
    {
        Assert.Equal("hue", Load("""{ "Soc": { "City": "hue" } }""").Options.Store.Elastic.Namespace);
        Assert.Equal("prod", Load("""{ "Soc": { "City": "hue", "Store": { "Elastic": { "Namespace": "prod" } } } }""").Options.Store.Elastic.Namespace);
    }

    [Fact]
    public void Folder_of_reports_is_refused_where_the_store_keeps_them()
    {
        const string own = """ "Reports": { "Folder": "kept" } """;
        Assert.Equal(Path.Combine(_folder.FullName, "kept"), Load($$"""{ "Soc": { {{own}} } }""").Options.Reports.Folder);
        List<YamlProblem> problems = [];
        SocSettings.Load(Write($$"""{ "Soc": { "Store": { "Kind": "Elasticsearch" }, {{own}} } }"""), Path.Combine(_folder.FullName, "data"), null, problems);
        YamlProblem problem = Assert.Single(problems);
        Assert.Contains("Reports:Folder is 'kept'", problem.Message, StringComparison.Ordinal);
        Assert.Equal(1, problem.Position.Line);
    }

    [Fact]
    public void Feeds_of_foreign_events_are_bound_and_checked_where_they_stand()
    {
        SocSettings settings = Load("""
            { "Soc": { "Store": { "Kind": "Elasticsearch", "Elastic": { "Foreign": {
                "Patterns": [ { "Pattern": "winlogbeat-*", "Agency": "so-gtvt", "Overlap": "00:02:00" }, { "Pattern": "logs-*" } ],
                "LogSources": [ { "Dataset": "vendor.gate", "Product": "gate" } ] } } } } }
            """);
        Assert.Equal(["winlogbeat-*", "logs-*"], settings.Options.Store.Elastic.Foreign.Patterns.Select(static p => p.Pattern));
        Assert.Equal(("so-gtvt", TimeSpan.FromMinutes(2)), (settings.Options.Store.Elastic.Foreign.Patterns[0].Agency, settings.Options.Store.Elastic.Foreign.Patterns[0].Overlap));
        Assert.Equal("gate", settings.Options.Store.Elastic.Foreign.LogSources[0].Product);
        List<YamlProblem> problems = [];
        SocSettings.Load(
            Write("{ \"Soc\": { \"Store\": { \"Kind\": \"Elasticsearch\", \"Elastic\": { \"Foreign\": {\n  \"Patterns\": [ { \"Pattern\": \"a-*\" },\n    { \"Pattern\": \"Logs\" } ] } } } } }"), Path.Combine(_folder.FullName, "data"), null, problems);
        YamlProblem problem = Assert.Single(problems);
        Assert.Contains("Store:Elastic:Foreign:Patterns:1:Pattern is 'Logs'", problem.Message, StringComparison.Ordinal);
        Assert.Equal(3, problem.Position.Line);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private SocSettings Load(string json)
    {
        List<YamlProblem> problems = [];
        SocSettings settings = SocSettings.Load(Write(json), Path.Combine(_folder.FullName, "data"), null, problems);
        Assert.Empty(problems);
        return settings;
    }

    private string Write(string json)
    {
        string file = Path.Combine(_folder.FullName, "soc.json");
        File.WriteAllText(file, json);
        return file;
    }
}
