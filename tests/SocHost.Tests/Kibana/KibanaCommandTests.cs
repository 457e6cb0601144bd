using System.Text.Json;
using SocHost.Tests.Running;
using Xunit;

namespace SocHost.Tests.Kibana;

/// <summary>The commands as a person gives them: the real program, a stand-in for Kibana.</summary>
public sealed class KibanaCommandTests
{
    [Fact]
    public async Task Import_sends_the_chosen_language()
    {
        await using FakeKibana kibana = await FakeKibana.StartAsync();
        (int code, string text, string error) = await SocProcess.RunAsync(["kibana", "import", "--url", kibana.Url.ToString(), "--language", "en"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("objects imported into Kibana 9.1.2", text, StringComparison.Ordinal);
        Assert.All(kibana.Spaces["default"].Keys, static k => Assert.EndsWith("-en", k, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_that_is_refused_names_each_object_and_fails()
    {
        await using FakeKibana kibana = await FakeKibana.StartAsync();
        string[] command = ["kibana", "import", "--url", kibana.Url.ToString()];
        await SocProcess.RunAsync(command);
        (int code, _, string error) = await SocProcess.RunAsync(command);
        Assert.Equal(1, code);
        Assert.Contains("dashboard:soc-overview-vi '[Logs SOC] Toàn cảnh': it is there already; give --overwrite to replace it", error, StringComparison.Ordinal);
        Assert.Contains("objects were not taken", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://kibana.example.org", "", "is no web address")]
    [InlineData("https://soc:secret@kibana.example.org", "", "has a user in it")]
    [InlineData("https://kibana.example.org", "--user soc", "belong together")]
    [InlineData("https://kibana.example.org", "--api-key-file /nowhere", "is not there")]
    [InlineData("http://kibana.example.org:5601", "--api-key-file /nowhere", "unencrypted")]
    [InlineData("https://kibana.example.org", "--language fr", "'fr' is unknown")]
    public async Task Import_with_wrong_words_is_refused_before_anything_is_sent(string url, string more, string says)
    {
        (int code, string text, string error) = await SocProcess.RunAsync(["kibana", "import", "--url", url, .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.NotEqual(0, code);
        Assert.Equal("", text);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_that_checks_says_that_all_is_current()
    {
        (int code, string text, string error) = await SocProcess.RunAsync(["kibana", "build", "--check"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("0 changed, no finding", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_names_file_line_object_and_rule()
    {
        string folder = Directory.CreateTempSubdirectory("soc-kibana-").FullName;
        try
        {
            (string name, byte[] content) = PlantedDefects.Known["managed left in"].Plant(new BundleEdit(BuiltContent.Bundle().Content));
            string file = Path.Combine(folder, name);
            await File.WriteAllBytesAsync(file, content, TestContext.Current.CancellationToken);
            (int code, string text, _) = await SocProcess.RunAsync(["kibana", "lint", file]);
            Assert.Equal(2, code);
            Assert.Contains($"{file}:", text, StringComparison.Ordinal);
            Assert.Contains("dashboard:soc-overview-vi: 'managed' is the exporting server's; remove it [server-field]", text, StringComparison.Ordinal);
            Assert.Equal(0, (await SocProcess.RunAsync(["kibana", "lint", "--foreign", file])).Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Queries_prints_a_search_a_panel()
    {
        (int code, string text, string error) = await SocProcess.RunAsync(["kibana", "queries", "--dashboard", "network-web", "--language", "en"]);
        Assert.Equal((0, ""), (code, error));
        using JsonDocument denied = JsonDocument.Parse(text.Split('\n')[0]);
        Assert.Equal("denied", denied.RootElement.GetProperty("panel").GetString());
        Assert.Equal("logs-*", denied.RootElement.GetProperty("index").GetString());
        Assert.Contains("""{"term":{"event.type":"denied"}}""", denied.RootElement.GetProperty("body").GetRawText(), StringComparison.Ordinal);
    }
}
