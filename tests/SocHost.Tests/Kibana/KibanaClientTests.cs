using System.Text;
using Microsoft.Extensions.Time.Testing;
using SocHost.Kibana.Importing;
using Xunit;

namespace SocHost.Tests.Kibana;

/// <summary>The import over HTTP, against a stand-in that looks at every request as Kibana does.</summary>
public sealed class KibanaClientTests
{
    private static readonly byte[] Bundle = BuiltContent.Bundle().Content;
    private static readonly int Objects = Encoding.UTF8.GetString(Bundle).Count(static c => c == '\n');

    [Fact]
    public async Task Whole_bundle_is_taken_into_the_default_space()
    {
        await using FakeKibana kibana = await FakeKibana.StartAsync();
        ImportOutcome outcome = await ImportAsync(kibana, new KibanaTarget { Url = kibana.Url });
        Assert.Equal(Objects, outcome.Imported);
        Assert.Empty(outcome.Refusals);
        Assert.Contains("dashboard:soc-overview-vi", kibana.Spaces["default"].Keys);
        Assert.Equal(["GET /api/status", "POST /api/saved_objects/_import"], kibana.Requests);
    }

    [Fact]
    public async Task Space_and_base_path_are_in_the_address()
    {
        await using FakeKibana kibana = await FakeKibana.StartAsync(static a => FakeKibana.Of(a, basePath: "/soc"));
        kibana.Spaces["so-xd"] = [];
        await ImportAsync(kibana, new KibanaTarget { Url = new Uri(kibana.Url, "/soc/"), Space = "so-xd" }, overwrite: true);
        Assert.Equal(["GET /soc/s/so-xd/api/status", "POST /soc/s/so-xd/api/saved_objects/_import?overwrite=true"], kibana.Requests);
        Assert.Equal(Objects, kibana.Spaces["so-xd"].Count);
        Assert.Empty(kibana.Spaces["default"]);
    }

    [Fact]
    public async Task Second_import_conflicts_unless_it_overwrites()
    {
        await using FakeKibana kibana = await FakeKibana.StartAsync();
        KibanaTarget target = new() { Url = kibana.Url };
        await ImportAsync(kibana, target);
        ImportOutcome again = await ImportAsync(kibana, target);
        Assert.Equal((0, Objects), (again.Imported, again.Refusals.Count));
        Assert.All(again.Refusals, static r => Assert.Contains("--overwrite", r.Reason, StringComparison.Ordinal));
        Assert.Equal(Objects, (await ImportAsync(kibana, target, overwrite: true)).Imported);
    }

    [Theory]
    [InlineData("bm90OnNvLXNlY3JldA==", "ApiKey bm90OnNvLXNlY3JldA==")]
    [InlineData("not:so-secret", "ApiKey bm90OnNvLXNlY3JldA==")]
    public async Task Api_key_is_sent_encoded(string key, string authorization)
    {
        await using FakeKibana kibana = await FakeKibana.StartAsync(a => FakeKibana.Of(a, authorization: authorization));
        Assert.Equal(Objects, (await ImportAsync(kibana, new KibanaTarget { Url = kibana.Url, ApiKey = key })).Imported);
    }

    [Fact]
    public async Task User_and_password_are_sent_as_basic()
    {
        await using FakeKibana kibana = await FakeKibana.StartAsync(static a => FakeKibana.Of(a, authorization: "Basic bmd1eeG7hW46beG6rXQta2jhuql1"));
        Assert.Equal(Objects, (await ImportAsync(kibana, new KibanaTarget { Url = kibana.Url, User = "nguyễn", Password = "mật-khẩu" })).Imported);
    }

    [Fact]
    public async Task Missing_references_are_named()
    {
        await using FakeKibana kibana = await FakeKibana.StartAsync();
        string[] lines = Encoding.UTF8.GetString(Bundle).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        byte[] withoutViews = Encoding.UTF8.GetBytes(string.Join('\n', lines.Where(static l => !l.Contains("\"type\":\"index-pattern\",\"coreMigrationVersion\"", StringComparison.Ordinal))));
        ImportOutcome outcome = await ImportAsync(kibana, new KibanaTarget { Url = kibana.Url }, content: withoutViews);
        Assert.Contains(outcome.Refusals, static r => r.ToString().Contains("dashboard:soc-overview-vi '[Logs SOC] Toàn cảnh': it needs index-pattern:soc-view-incidents-vi, index-pattern:soc-view-events-vi, which", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400, """{"statusCode":400,"error":"Bad Request","message":"Non-unique import objects detected: [tag:a]"}""", "Non-unique import objects detected: [tag:a]")]
    [InlineData(401, """{"statusCode":401,"error":"Unauthorized","message":"no"}""", "does not know who asks")]
    [InlineData(403, """{"statusCode":403,"error":"Forbidden","message":"Unable to bulk_create dashboard"}""", "Saved Objects Management")]
    [InlineData(404, """{"statusCode":404,"error":"Not Found","message":"Not Found"}""", "base path")]
    [InlineData(413, """{"statusCode":413,"error":"Request Entity Too Large","message":"large"}""", "maxImportPayloadBytes")]
    [InlineData(502, """{"message":"bad gateway"}""", "not ready")]
    [InlineData(200, """{"success":false,"successCount":0}""", "and not why")]
    [InlineData(200, "[]", "no Kibana")]
    public async Task Refusal_of_the_whole_file_is_told_with_its_cure(int status, string body, string says)
    {
        await using FakeKibana kibana = await FakeKibana.StartAsync(a => FakeKibana.Of(a, answer: (status, body)));
        KibanaException e = await Assert.ThrowsAsync<KibanaException>(() => ImportAsync(kibana, new KibanaTarget { Url = kibana.Url }));
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_file_name_is_refused_by_its_extension()
    {
        await using FakeKibana kibana = await FakeKibana.StartAsync();
        KibanaException e = await Assert.ThrowsAsync<KibanaException>(() => ImportAsync(kibana, new KibanaTarget { Url = kibana.Url }, name: "soc-vi.json"));
        Assert.Contains("Invalid file extension .json", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8.8.2", false)]
    [InlineData("8.9.0", true)]
    [InlineData("8.19.3", true)]
    [InlineData("9.4.0-SNAPSHOT", true)]
    [InlineData("7.17.29", false)]
    public async Task Kibana_that_is_too_old_is_refused_before_anything_is_sent(string version, bool taken)
    {
        await using FakeKibana kibana = await FakeKibana.StartAsync(a => FakeKibana.Of(a, version: version));
        if (taken)
        {
            Assert.Equal(Objects, (await ImportAsync(kibana, new KibanaTarget { Url = kibana.Url })).Imported);
            return;
        }

        KibanaException e = await Assert.ThrowsAsync<KibanaException>(() => ImportAsync(kibana, new KibanaTarget { Url = kibana.Url }));
        Assert.Contains(version, e.Message, StringComparison.Ordinal);
        Assert.Equal(["GET /api/status"], kibana.Requests);
    }

    [Fact]
    public async Task Kibana_that_is_starting_is_waited_for()
    {
        await using FakeKibana kibana = await FakeKibana.StartAsync();
        kibana.StartingFor = 3;
        KibanaTarget target = new() { Url = kibana.Url };
        using HttpClient http = KibanaHttp.Open(target);
        FakeTimeProvider clock = new() { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        Task<string?> waiting = new KibanaClient(http, target, clock).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        while (!waiting.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal("9.1.2", await waiting);
        Assert.Equal(4, kibana.Requests.Count);
    }

    [Fact]
    public async Task Address_where_nobody_listens_is_named()
    {
        KibanaTarget target = new() { Url = new Uri("http://127.0.0.1:1/") };
        using HttpClient http = KibanaHttp.Open(target);
        KibanaException e = await Assert.ThrowsAsync<KibanaException>(() => new KibanaClient(http, target, TimeProvider.System).WaitAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));
        Assert.Contains("http://127.0.0.1:1 cannot be reached", e.Message, StringComparison.Ordinal);
    }

    private static async Task<ImportOutcome> ImportAsync(FakeKibana kibana, KibanaTarget target, bool overwrite = false, string name = "soc-vi.ndjson", byte[]? content = null)
    {
        using HttpClient http = KibanaHttp.Open(target);
        KibanaClient client = new(http, target, TimeProvider.System);
        await client.WaitAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
        Assert.NotEmpty(kibana.Requests);
        return await client.ImportAsync(name, content ?? Bundle, overwrite, TestContext.Current.CancellationToken);
    }
}
