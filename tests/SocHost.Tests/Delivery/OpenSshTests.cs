using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Incidents;
using SocHost.Tests.Running;
using SocStore.Embedded;
using SocTesting;
using Xunit;

namespace SocHost.Tests.Delivery;

/// <summary>A real log by three ways in: each time every line once, and exactly the groups and times that were computed apart.</summary>
public sealed class OpenSshTests
{
    [Theory]
    [InlineData("file")]
    [InlineData("relp")]
    [InlineData("tcp")]
    public async Task Real_log_gives_every_event_once_and_the_expected_groups(string wire)
    {
        string log = SharedData.Get("loghub/OpenSSH/OpenSSH.log");
        string rules = SharedData.Get("correlation/rules.yml");
        using JsonDocument expected = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.Get("correlation/expected-openssh.json")));
        int port = SocProcess.FreePort();
        await using SocProcess soc = new();
        string folder = Path.Combine(soc.Folder, "rules");
        Directory.CreateDirectory(folder);
        File.Copy(rules, Path.Combine(folder, "rules.yml"));
        string listener = wire == "file"
            ? $$"""{ "Id": "in", "Kind": "File", "Paths": ["{{log}}"] }"""
            : $$"""{ "Id": "in", "Kind": "{{wire}}", "Port": {{port}} }""";
        soc.Configure($$"""
            { "Soc": {
                "Http": { "Url": "http://127.0.0.1:{{soc.ApiPort}}" },
                "Detect": { "RuleFolders": ["{{folder}}"] },
                "Collector": { "Listeners": [ {{listener}} ] } } }
            """);
        await soc.StartAsync();
        await using (Rsyslog? sender = wire == "file" ? null : Rsyslog.Send(log, wire, port))
            await WaitForAsync(soc, 1000);
        StoredRun run = await StoredRun.EndAsync(soc);
        Assert.True(run.IsScanned, "detection did not read everything");
        Assert.Equal((await File.ReadAllLinesAsync(log)).Order(StringComparer.Ordinal), run.Originals.Order(StringComparer.Ordinal));
        await AssertGroupsAsync(soc.DataFolder, expected.RootElement);
    }

    private static async Task AssertGroupsAsync(string dataFolder, JsonElement expected)
    {
        await using EmbeddedStore store = EmbeddedStore.Open(new EmbeddedStoreOptions { Folder = dataFolder }, TimeProvider.System, NullLoggerFactory.Instance);
        IReadOnlyList<Detection> detections = await store.Cases.GetDetectionsSinceAsync(DateTimeOffset.MinValue, CancellationToken.None);
        foreach ((string type, string rule) in new[] { ("event_count", "a03"), ("value_count", "a04"), ("temporal_ordered", "a05") })
        {
            // A group may have several bursts; what was computed apart is when each group first reached the condition.
            string[] wanted = [.. expected.GetProperty(type).EnumerateArray()
                .Select(static g => $"{g.GetProperty("source.ip").GetString()} {g.GetProperty("first_reached_time").GetString()}").Order(StringComparer.Ordinal)];
            string[] found = [.. detections.Where(d => d.RuleId.EndsWith(rule, StringComparison.Ordinal))
                .GroupBy(static d => d.GroupValues.Single().Value)
                .Select(static g => $"{g.Key} {Local(g.Min(static d => d.ReachedAt))}").Order(StringComparer.Ordinal)];
            Assert.Equal(wanted, found);
        }
    }

    /// <summary>Local time without the year, which the lines do not have.</summary>
    private static string Local(DateTimeOffset time) =>
        time.ToOffset(TimeSpan.FromHours(7)).ToString("MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    private static async Task WaitForAsync(SocProcess soc, long events)
    {
        using HttpClient client = await soc.ClientAsync();
        await SocProcess.WaitForAsync(client, SocProcess.CountUri(TimeSpan.FromDays(365)), a => a.GetProperty("total").GetInt64() >= events);

        // Whatever would come twice has its chance to.
        await Task.Delay(2000);
    }
}
