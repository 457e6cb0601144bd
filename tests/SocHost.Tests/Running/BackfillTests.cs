using System.Text.Json;
using Xunit;

namespace SocHost.Tests.Running;

/// <summary>A rule that is newer than the events it is about finds them by <c>soc detect backfill</c>, with and without a running soc.</summary>
public sealed class BackfillTests
{
    private const string Rule = """
        title: Failed log-in
        id: 7a0c3f6e-0000-4000-8000-0000000000b2
        logsource: { product: linux, service: sshd }
        detection:
          selection: { event.outcome: failure }
          condition: selection
        level: high
        """;

    private static readonly string[] Whole = ["--from", "now-2h", "--to", "now", "--json"];

    [Fact]
    public async Task A_newer_rule_finds_older_events_once_and_a_second_run_changes_nothing()
    {
        await using SocProcess soc = new();
        string folder = Path.Combine(soc.Folder, "rules");
        Directory.CreateDirectory(folder);
        string log = Path.Combine(soc.Folder, "auth.log");
        string time = TimeProvider.System.GetUtcNow().AddMinutes(-30).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(log, string.Concat(Enumerable.Range(1, 5).Select(i =>
            $"<38>1 {time} host{i} sshd 99 - - Failed password for root from 192.0.2.{i} port 4{i}000 ssh2\n")));
        soc.Configure($$"""
            { "Soc": {
                "Http": { "Url": "http://127.0.0.1:{{soc.ApiPort}}" },
                "Detect": { "RuleFolders": ["{{folder}}"] },
                "Collector": { "Listeners": [ { "Id": "in", "Kind": "File", "Paths": ["{{log}}"] } ] } } }
            """);
        await soc.StartAsync();
        await WaitForEventsAsync(soc, 5);
        await File.WriteAllTextAsync(Path.Combine(folder, "failed.yml"), Rule);
        await WaitForRuleAsync(soc);

        Assert.Equal((5, 5, true), await BackfillAsync(soc));
        Assert.Equal((5, 5, false), await BackfillAsync(soc));
        Assert.Equal(5, await EventCountAsync(soc));
        Assert.Equal(0, await soc.StopAsync());

        // No soc runs: the command opens the store itself.
        Assert.Equal((5, 5, false), await BackfillAsync(soc));
    }

    [Theory]
    [InlineData("yesterday", "now", "--from 'yesterday' is no time")]
    [InlineData("now-1h", "now-2h", "is not before --to")]
    [InlineData("now-9000h", "now", "longer than 366 days")]
    public async Task Words_that_make_no_interval_are_refused(string from, string to, string said)
    {
        (int code, _, string error) = await SocProcess.RunAsync(["detect", "backfill", "--from", from, "--to", to]);
        Assert.Equal(64, code);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    private static async Task<(long Events, long Matches, bool Raised)> BackfillAsync(SocProcess soc)
    {
        (int code, string output, string error) = await soc.CommandAsync(["detect", "backfill", .. Whole]);
        Assert.True(code == 0, error);
        using JsonDocument done = JsonDocument.Parse(output);
        return (done.RootElement.GetProperty("events").GetInt64(), done.RootElement.GetProperty("matches").GetInt64(), done.RootElement.GetProperty("raised").GetInt64() > 0);
    }

    private static async Task<long> EventCountAsync(SocProcess soc)
    {
        using HttpClient client = await soc.ClientAsync();
        using JsonDocument incidents = JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/v1/incidents", UriKind.Relative)));
        return incidents.RootElement.GetProperty("value").EnumerateArray().Sum(static i => i.GetProperty("event_count").GetInt64());
    }

    private static async Task WaitForEventsAsync(SocProcess soc, long events)
    {
        using HttpClient client = await soc.ClientAsync();
        await SocProcess.WaitForAsync(client, SocProcess.CountUri(TimeSpan.FromHours(2)), a => a.GetProperty("total").GetInt64() >= events);

        // They shall be behind the cursor of the scan, so that the rule alone does not find them.
        await SocProcess.WaitForAsync(client, new Uri("/api/v1/coverage", UriKind.Relative), a => a.GetProperty("evaluated").EnumerateArray().Sum(static e => e.GetProperty("count").GetInt64()) >= events);
    }

    private static async Task WaitForRuleAsync(SocProcess soc)
    {
        using HttpClient client = await soc.ClientAsync();
        await SocProcess.WaitForAsync(client, new Uri("/api/v1/rules", UriKind.Relative), static a => a.GetProperty("value").GetArrayLength() == 1);
    }
}
