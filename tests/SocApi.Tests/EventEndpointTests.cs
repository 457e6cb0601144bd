using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocApi.Tests.City;
using SocCore.Events;
using SocCore.Storage;
using SocTesting;

namespace SocApi.Tests;

public sealed class EventEndpointTests
{
    private const string Day = "from=2026-03-12T00:00:00Z&to=2026-03-13T00:00:00Z";

    private static readonly string[] Payloads =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "</script><svg/onload=alert(1)>", "{{constructor.constructor('alert(1)')()}}",
        "'; drop table events; --", "\u202Egnp.exe", "\u001B[31mred", "line\r\nX-Injected: 1", "&lt;b&gt;", "\u2028alert(1)", "Đăng nhập thất bại",
    ];

    [Fact]
    public async Task Pages_hold_each_event_once_newest_first()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await host.Events.AppendAsync(
            Some.Batch([.. Enumerable.Range(0, 25).Select(static i => $$$"""{"message":"n{{{i}}}","organization":{"id":"soc"}}""")]), new SpoolPosition(1, 25), mayRepeat: false, default);
        using HttpClient analyst = host.As("analyst");
        List<string> seen = [];
        string? link = $"/api/v1/events/search?{Day}&page_size=10&fields=message,@timestamp";
        while (link is not null)
        {
            JsonNode page = await ApiHost.JsonAsync(await analyst.GetAsync(link));
            seen.AddRange(page["value"]!.AsArray().Select(static e => e!["_source"]!["message"]!.GetValue<string>()));
            Assert.All(page["value"]!.AsArray(), static e => Assert.Equal(["@timestamp", "message"], e!["_source"]!.AsObject().Select(static m => m.Key).Order(StringComparer.Ordinal)));
            link = page["next_link"]?.GetValue<string>();
        }

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(static i => "n" + i), seen);
    }

    [Fact]
    public async Task Cursor_in_a_body_goes_on_and_cannot_be_made_up()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        using HttpClient analyst = host.As("analyst");
        HttpRequestMessage Search(string? cursor) => ApiHost.Request(
            HttpMethod.Post, "/api/v1/events/search", new JsonObject { ["q"] = "event.outcome:failure", ["from"] = "2026-03-12T00:00:00Z", ["page_size"] = 1, ["cursor"] = cursor }.ToJsonString());
        JsonNode first = await ApiHost.JsonAsync(await analyst.SendAsync(Search(null)));
        string cursor = first["next_cursor"]!.GetValue<string>();
        JsonNode second = await ApiHost.JsonAsync(await analyst.SendAsync(Search(cursor)));
        Assert.NotEqual(first["value"]![0]!["_id"]!.GetValue<string>(), second["value"]![0]!["_id"]!.GetValue<string>());
        char[] bent = cursor.ToCharArray();
        bent[^2] = bent[^2] == 'A' ? 'B' : 'A';
        Assert.Equal(HttpStatusCode.BadRequest, (await analyst.SendAsync(Search(new string(bent)))).StatusCode);
    }

    [Fact]
    public async Task Histogram_counts_every_event_of_the_range()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        using HttpClient analyst = host.As("analyst");
        JsonNode histogram = await ApiHost.JsonAsync(await analyst.GetAsync($"/api/v1/events/histogram?{Day}&step=1h"));
        Assert.Equal(2, histogram["total"]!.GetValue<int>());
        Assert.Equal(24, histogram["buckets"]!.AsArray().Count);
        Assert.Equal(2, histogram["buckets"]![2]!["count"]!.GetValue<int>());
        JsonNode top = await ApiHost.JsonAsync(await analyst.GetAsync($"/api/v1/events/top?{Day}&field=event.outcome"));
        Assert.Equal(("failure", 2), (top["value"]![0]!["value"]!.GetValue<string>(), top["value"]![0]!["count"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Fields_are_offered_by_prefix()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient analyst = host.As("analyst");
        JsonNode page = await ApiHost.JsonAsync(await analyst.GetAsync("/api/v1/events/fields?prefix=source.i"));
        Assert.Contains(page["value"]!.AsArray(), static f => f!["name"]!.GetValue<string>() == "source.ip" && f["type"]!.GetValue<string>() == "address");
    }

    [Fact]
    public async Task Hostile_text_comes_back_as_the_same_text_and_harmless()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        string[] documents = [.. Payloads.Select(static p => new JsonObject { ["message"] = p, ["user"] = new JsonObject { ["name"] = p }, ["organization"] = new JsonObject { ["id"] = "soc" } }.ToJsonString())];
        await host.Events.AppendAsync(Some.Batch(documents), new SpoolPosition(1, documents.Length), mayRepeat: false, default);
        await AddIncidentAsync(host);
        using HttpClient lead = host.As("lead");
        string body = await lead.GetStringAsync($"/api/v1/events/search?{Day}&page_size=200&q=user.name:*+and+organization.id:soc");
        Assert.DoesNotContain("<", body);
        Assert.DoesNotContain(">", body);
        JsonNode page = JsonNode.Parse(body)!;
        Assert.Equal(Payloads.Order(StringComparer.Ordinal), page["value"]!.AsArray().Select(static e => e!["_source"]!["user"]!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        foreach (string payload in Payloads)
        {
            string json = JsonSerializer.Serialize(new { text = payload });
            HttpResponseMessage response = await lead.SendAsync(ApiHost.Request(HttpMethod.Post, $"/api/v1/incidents/{TwoAgencies.TrafficIncident}/comments", json));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        string comments = await lead.GetStringAsync($"/api/v1/incidents/{TwoAgencies.TrafficIncident}/comments");
        Assert.DoesNotContain("<", comments);
        Assert.Equal(Payloads, JsonNode.Parse(comments)!["value"]!.AsArray().Select(static c => c!["text"]!.GetValue<string>()));
    }

    private static async Task AddIncidentAsync(ApiHost host)
    {
        DetectCommit commit = new()
        {
            ExpectedCursors = [],
            Cursors = [],
            Incidents = [(new SocCore.Incidents.Incident
            {
                Uid = TwoAgencies.TrafficIncident,
                Title = "x",
                Agency = TwoAgencies.Traffic,
                Severity = SocCore.Rules.RuleLevel.Low,
                Created = Some.Time,
                Modified = Some.Time,
                Start = Some.Time,
                End = Some.Time,
                DedupKey = "k",
            }, 0, new SocCore.Incidents.IncidentChange("created", "system", Some.Time, null, []))],
        };
        Assert.True(await host.Cases.CommitAsync(commit, default));
    }
}
