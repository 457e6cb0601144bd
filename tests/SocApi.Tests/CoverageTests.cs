using System.Net;
using System.Text.Json.Nodes;
using SocApi.Tests.City;
using SocCore.Ports;
using SocCore.Rules;
using SocCore.Storage;
using SocTesting;
using Xunit;

namespace SocApi.Tests;

/// <summary>Every interval is either evaluated or listed.</summary>
public sealed class CoverageTests
{
    private static DateTimeOffset At(int minute) => Some.Time.AddMinutes(minute);

    private static LedgerRow Row(string kind, string subject, int from, int to, long count, string? text = null) =>
        new(kind, subject, At(from), At(to), count, text, At(to));

    private static async Task<JsonNode> GetAsync(HttpClient client, string query = "?since=2026-03-01T00:00:00Z")
    {
        using HttpResponseMessage response = await client.GetAsync("/api/v1/coverage" + query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ApiHost.JsonAsync(response);
    }

    private static async Task<ApiHost> StartAsync(params LedgerRow[] rows)
    {
        ApiHost host = await ApiHost.StartAsync();
        Assert.True(await host.Cases.CommitAsync(new DetectCommit { ExpectedCursors = [], Cursors = [new SpoolPosition(1, 9)], Ledger = rows }, default));
        return host;
    }

    private static IEnumerable<string> Evaluated(JsonNode coverage) => coverage["evaluated"]!.AsArray().Select(static e =>
        $"{e!["subject"]} {Minute(e["from"]!)}..{Minute(e["to"]!)} {e["count"]}");

    private static int Minute(JsonNode time) => (int)(time.GetValue<DateTimeOffset>() - Some.Time).TotalMinutes;

    [Fact]
    public async Task Scans_that_meet_are_one_interval_and_what_runs_now_is_in_it()
    {
        await using ApiHost host = await StartAsync(
            Row("scan", "spool 1", 0, 1, 10), Row("scan", "spool 1", 1, 2, 20), Row("scan", "spool 2", 1, 2, 5), Row("scan", "spool 1", 5, 6, 7),
            Row("scan", "work/retention", 0, 60, 1), Row("scan", "work/retention", 60, 120, 1));
        host.Rules.Open = [Row("scan", "spool 2", 2, 3, 1)];
        host.Rules.Lag = new DetectionLag(4, At(3));
        using HttpClient client = host.As("analyst");
        JsonNode coverage = await GetAsync(client);
        Assert.Equal(["spool 1 0..2 30", "spool 1 5..6 7", "spool 2 1..3 6", "work/retention 0..120 2"], Evaluated(coverage));
        Assert.Empty(coverage["not_evaluated"]!.AsArray());
        Assert.Equal((4, 3), (coverage["pending_events"]!.GetValue<int>(), Minute(coverage["last_scan"]!)));
    }

    [Fact]
    public async Task What_was_not_evaluated_is_listed_with_its_reason_and_whether_it_was_made_up_for()
    {
        await using ApiHost host = await StartAsync(
            Row("failed", "work/report", 0, 60, 1, "try 1: IOException: disk full"), Row("scan", "work/report", 0, 60, 1),
            Row("failed", "work/report", 60, 120, 1, "try 3: IOException: disk full"), Row("skipped", "work/report", 60, 120, 1, "given up after 3 tries"));
        host.Rules.Rules = [new RuleStatus("r1", "A rule", RuleLevel.High, RuleState.On, "rule", "rules/a.yml", 0, 0, null, true, [])];
        using HttpClient client = host.As("analyst");
        JsonNode coverage = await GetAsync(client);
        Assert.Equal(["work/report 0..60 1"], Evaluated(coverage));
        Assert.Equal(
            ["blind r1 False", "failed work/report True", "failed work/report False", "skipped work/report False"],
            coverage["not_evaluated"]!.AsArray().Select(static g => $"{g!["kind"]} {g["subject"]} {g["made_up"]!.GetValue<bool>()}").Order(StringComparer.Ordinal).OrderBy(static g => g[0]).ThenByDescending(static g => g));
        Assert.Equal("given up after 3 tries", coverage["not_evaluated"]!.AsArray().Single(static g => g!["kind"]!.GetValue<string>() == "skipped")!["text"]!.GetValue<string>());
        JsonNode one = await GetAsync(client, "?since=2026-03-01T00:00:00Z&page_size=1");
        Assert.Single(one["not_evaluated"]!.AsArray());
    }

    [Fact]
    public async Task An_agency_reads_its_own_silent_sources_and_no_other()
    {
        await using ApiHost host = await StartAsync(
            Row("idle", LedgerRow.SubjectOf("traffic/vms", TwoAgencies.Traffic), 0, 5, 0, "silent"),
            Row("idle", LedgerRow.SubjectOf("traffic/vms", TwoAgencies.Health), 0, 5, 0, "silent"),
            Row("scan", "spool 1", 0, 1, 10));
        using HttpClient client = host.As("analyst", TwoAgencies.Traffic);
        JsonNode coverage = await GetAsync(client);
        Assert.Equal("traffic/vms × so-gtvt", Assert.Single(coverage["not_evaluated"]!.AsArray())!["subject"]!.GetValue<string>());
        Assert.Equal(["spool 1 0..1 10"], Evaluated(coverage));
    }
}
