using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SocHost.Tests.Faults;
using SocHost.Tests.Running;
using SocStore.Elastic;
using SocStore.Elastic.Gateway;
using SocTesting;
using SocTesting.Elastic;
using Xunit;

namespace SocHost.Tests.Apart;

/// <summary>
/// Documents as Filebeat and Winlogbeat write them, sent to a real server by nobody of ours, with and without a time of ingest:
/// detector and API as processes of their own make incidents of them, whose evidence the API shows to whom it belongs.
/// </summary>
public sealed class ForeignEventsTests(SearchServers servers)
{
    private const int Attempts = 60;

    private const string Rules = """
        title: Failed log-in
        id: 7a0c3f6e-0000-4000-8000-000000000011
        name: foreign_failed_login
        logsource: { product: linux, service: sshd }
        detection:
          selection: { event.outcome: failure }
          condition: selection
        level: informational
        ---
        title: Many failed log-ins from one address
        id: 7a0c3f6e-0000-4000-8000-000000000012
        correlation:
          type: event_count
          rules: [foreign_failed_login]
          group-by: [source.ip]
          timespan: 10m
          condition: { gte: 5 }
        level: high
        ---
        title: Computer account made
        id: 7a0c3f6e-0000-4000-8000-000000000013
        logsource: { product: windows, service: security }
        detection:
          selection: { EventID: 4741 }
          condition: selection
        level: high
        """;

    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SearchServer.Elasticsearch)]
    [InlineData(SearchServer.OpenSearch)]
    public async Task Events_of_others_become_incidents_and_a_detector_killed_amid_doubles_none(SearchServer server)
    {
        Uri node = await servers.GetAsync(server);
        string space = $"foreign{Environment.ProcessId:x}";
        using StoredCity stored = new(node, space, $"{space}-");
        using ElasticStore store = new(new ElasticOptions { Nodes = [node.ToString()], IndexPrefix = $"{space}-", Namespace = space }, TimeProvider.System, NullLoggerFactory.Instance);
        string rules = Directory.CreateTempSubdirectory("soc-foreign-rules-").FullName;
        await File.WriteAllTextAsync(Path.Combine(rules, "rules.yml"), Rules, Cancel);
        Directory.CreateDirectory(Path.Combine(rules, "mappings"));
        File.Copy(Path.Combine(SharedData.Root, "rules", "mappings", "windows.yml"), Path.Combine(rules, "mappings", "windows.yml"));
        await using SocProcess detector = Make(node, space, rules);
        await using SocProcess api = Make(node, space, rules);
        try
        {
            DateTimeOffset start = TimeProvider.System.GetUtcNow();
            await WriteAsync(stored, $"filebeat-{space}", [Login(start.AddMinutes(-20), 0, isIngested: false)]);
            await WriteAsync(stored, $"winlogbeat-{space}", [Account(start.AddMinutes(-20))]);
            await detector.StartAsync("--target", "detect");
            await api.StartAsync("--target", "api");
            using HttpClient city = await api.ClientAsync();
            await UntilAsync(async () => (await GapsAsync(city)).Count(static g => g.GetProperty("kind").GetString() == "skipped") == 2, () => StateAsync(stored, space, detector));

            await SendLoginsAsync(stored, space, 0, Attempts / 2);
            await UntilAsync(async () => await stored.CountAsync($"{space}-matches") > 0, () => StateAsync(stored, space, detector));
            await detector.KillAsync();
            await SendLoginsAsync(stored, space, Attempts / 2, Attempts);
            await WriteAsync(stored, $"winlogbeat-{space}", [Account(TimeProvider.System.GetUtcNow())]);
            await detector.StartAsync("--target", "detect");
            await UntilAsync(async () => await stored.CountAsync($"{space}-matches") >= Attempts + 1, () => StateAsync(stored, space, detector));

            // Long beyond the overlap: what one finds who looks at the clock alone.
            await WriteAsync(stored, $"filebeat-{space}", [.. Enumerable.Range(Attempts, 3).Select(i => Login(start.AddMinutes(-30), i, isIngested: false))]);
            await UntilAsync(async () => await stored.CountAsync($"{space}-matches") >= Attempts + 4, () => StateAsync(stored, space, detector));
            JsonElement late = Assert.Single(await GapsAsync(city), static g => g.GetProperty("kind").GetString() == "late" && g.GetProperty("subject").GetString()!.StartsWith("foreign/", StringComparison.Ordinal));
            Assert.Equal((3, "foreign/filebeat × unassigned"), (late.GetProperty("count").GetInt32(), late.GetProperty("subject").GetString()));

            Assert.Equal(0, await detector.StopAsync());
            await detector.StartAsync("--target", "detect");
            await Task.Delay(TimeSpan.FromSeconds(12), Cancel);
            Assert.Equal(Attempts + 4, await stored.CountAsync($"{space}-matches"));
            await ShowAsync(city, api);
        }
        finally
        {
            await detector.KillAsync();
            await api.KillAsync();
            await store.EraseAsync(CancellationToken.None);
            foreach (string index in (string[])[$"filebeat-{space}", $"winlogbeat-{space}"])
                (await stored.SendAsync(HttpMethod.Delete, index)).Dispose();
            Directory.Delete(rules, recursive: true);
        }
    }

    /// <summary>What people see of it.</summary>
    private static async Task ShowAsync(HttpClient city, SocProcess api)
    {
        JsonElement[] incidents = [.. (await GetAsync(city, "/api/v1/incidents")).GetProperty("value").EnumerateArray()];
        JsonElement many = Assert.Single(incidents, static i => i.GetProperty("title").GetString()!.Contains("Many failed", StringComparison.Ordinal));
        JsonElement detail = await GetAsync(city, $"/api/v1/incidents/{many.GetProperty("uid").GetString()}");
        // Three of them were half an hour before, too few for the rule.
        Assert.Equal(Attempts, many.GetProperty("event_count").GetInt32());
        JsonElement[] evidence = [.. detail.GetProperty("evidence").EnumerateArray()];
        Assert.NotEmpty(evidence);
        Assert.All(evidence, static e => Assert.Equal("192.0.2.44", e.GetProperty("snapshot").GetProperty("source").GetProperty("ip").GetString()));

        JsonElement account = Assert.Single(incidents, static i => i.GetProperty("title").GetString()!.Contains("Computer account", StringComparison.Ordinal));
        using HttpClient owner = await api.ClientAsync("responder", "so-gtvt");
        using HttpClient stranger = await api.ClientAsync("responder", "so-yt");
        string uid = account.GetProperty("uid").GetString()!;
        JsonElement shown = Assert.Single((await GetAsync(owner, $"/api/v1/incidents/{uid}")).GetProperty("evidence").EnumerateArray());
        string id = shown.GetProperty("id").GetString()!;
        Assert.Equal("TESTCOMPUTEROBJ$", shown.GetProperty("snapshot").GetProperty("winlog").GetProperty("event_data").GetProperty("SamAccountName").GetString());
        Assert.Equal(id, (await GetAsync(owner, $"/api/v1/events/{id}")).GetProperty("_id").GetString());
        foreach (string path in (string[])[$"/api/v1/events/{id}", $"/api/v1/incidents/{uid}", $"/api/v1/events/{evidence[0].GetProperty("id").GetString()}"])
        {
            using HttpResponseMessage answer = await stranger.GetAsync(new Uri(path, UriKind.Relative), Cancel);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private static async Task SendLoginsAsync(StoredCity stored, string space, int from, int to)
    {
        for (int i = from; i < to; i += 5)
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            await WriteAsync(stored, $"filebeat-{space}", [.. Enumerable.Range(i, 5).Select(n => Login(now.AddMilliseconds(-n), n, isIngested: n % 2 == 0))]);
            await Task.Delay(200, Cancel);
        }
    }

    private static async Task WriteAsync(StoredCity stored, string index, IReadOnlyList<string> documents)
    {
        StringBuilder lines = new();
        foreach (string document in documents)
            lines.Append("{\"index\":{}}\n").Append(document).Append('\n');
        using JsonDocument answer = await stored.SendAsync(HttpMethod.Post, $"{index}/_bulk", lines.ToString());
        Assert.False(answer.RootElement.GetProperty("errors").GetBoolean(), answer.RootElement.GetRawText());
    }

    /// <summary>As Filebeat's module <c>system</c> writes it, its names dotted or nested.</summary>
    private static string Login(DateTimeOffset time, int number, bool isIngested)
    {
        JsonObject document = new()
        {
            ["@timestamp"] = time.ToString("O", CultureInfo.InvariantCulture),
            ["event.dataset"] = "system.auth",
            ["process"] = new JsonObject { ["name"] = "sshd", ["pid"] = 4000 + number },
            ["source.ip"] = "192.0.2.44",
            ["source"] = new JsonObject { ["port"] = 50_000 + number },
            ["user.name"] = "root",
            ["system.auth.ssh.event"] = "Failed",
            ["event"] = new JsonObject { ["outcome"] = "failure", ["category"] = new JsonArray("authentication") },
        };
        if (isIngested)
            document["event"]!["ingested"] = time.AddMilliseconds(20).ToString("O", CultureInfo.InvariantCulture);
        return document.ToJsonString();
    }

    /// <summary>A real document of Winlogbeat, at another time.</summary>
    private static string Account(DateTimeOffset time)
    {
        JsonNode document = JsonNode.Parse(File.ReadAllText(SharedData.Get("beats-winlogbeat/security/4741.evtx.golden.json")))![0]!;
        document["@timestamp"] = time.ToString("O", CultureInfo.InvariantCulture);
        return document.ToJsonString();
    }

    private static SocProcess Make(Uri node, string space, string rules)
    {
        SocProcess process = new();
        object feed(string name, string? agency) => new { Name = name, Pattern = $"{name}-{space}*", Agency = agency, Overlap = "00:01:00", ReconcileEvery = "00:00:10" };
        process.Configure(JsonSerializer.Serialize(
            new
            {
                Soc = new
                {
                    Http = new { Url = $"http://127.0.0.1:{process.ApiPort}" },
                    Store = new
                    {
                        Kind = "Elasticsearch",
                        Elastic = new
                        {
                            Nodes = new[] { node.ToString() },
                            IndexPrefix = $"{space}-",
                            Namespace = space,
                            Foreign = new { Patterns = new[] { feed("filebeat", null), feed("winlogbeat", "so-gtvt") } },
                        },
                    },
                    Detect = new { RuleFolders = new[] { rules } },
                },
            },
            WithoutNulls));
        return process;
    }

    private static async Task<string> StateAsync(StoredCity stored, string space, SocProcess detector)
    {
        long matches = await stored.CountAsync($"{space}-matches");
        return $"{matches} matches; {detector.Output}";
    }

    private static async Task<JsonElement[]> GapsAsync(HttpClient city) => [.. (await GetAsync(city, "/api/v1/coverage")).GetProperty("not_evaluated").EnumerateArray()];

    private static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using HttpResponseMessage answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        string text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonElement.Parse(text);
    }

    private static async Task UntilAsync(Func<Task<bool>> done, Func<Task<string>> state)
    {
        for (int i = 0; i < 240; i++)
        {
            if (await done())
                return;
            await Task.Delay(500, Cancel);
        }

        Assert.Fail($"after two minutes: {await state()}");
    }
}
