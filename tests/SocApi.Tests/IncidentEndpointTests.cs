using System.Net;
using System.Text.Json.Nodes;
using SocApi.Tests.City;
using SocCore.Incidents;

namespace SocApi.Tests;

public sealed class IncidentEndpointTests
{
    private static readonly string Traffic = $"/api/v1/incidents/{TwoAgencies.TrafficIncident}";

    [Fact]
    public async Task List_and_document_speak_ocsf_in_snake_case()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient analyst = host.As("analyst");
        JsonNode page = await ApiHost.JsonAsync(await analyst.GetAsync("/api/v1/incidents?count=true"));
        Assert.Equal(3, page["count"]!.GetValue<long>());
        Assert.False(page.AsObject().ContainsKey("next_link"));
        JsonNode one = await ApiHost.JsonAsync(await analyst.GetAsync(Traffic));
        Assert.Equal("New", one["status"]!.GetValue<string>());
        Assert.Equal(4, one["severity_id"]!.GetValue<int>());
        Assert.Equal("2026-03-12T02:01:00.000Z", one["time"]!.GetValue<string>());
        Assert.Equal("T1110.001", one["attacks"]![0]!["sub_technique"]!["uid"]!.GetValue<string>());
        Assert.Equal("failure", one["evidence"]![0]!["snapshot"]!["event"]!["outcome"]!.GetValue<string>());
        Assert.Equal("r1", one["finding_info_list"]![0]!["analytic"]!["uid"]!.GetValue<string>());
    }

    [Fact]
    public async Task Pages_follow_the_link_to_the_end_and_hold_each_incident_once()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient analyst = host.As("analyst");
        foreach (string question in (string[])["page_size=1", "page_size=1&q=not+tags:none", "page_size=2&sort=-severity&text=incident"])
        {
            List<string> seen = [];
            string? link = "/api/v1/incidents?" + question;
            while (link is not null)
            {
                JsonNode page = await ApiHost.JsonAsync(await analyst.GetAsync(link));
                seen.AddRange(page["value"]!.AsArray().Select(static i => i!["uid"]!.GetValue<string>()));
                link = page["next_link"]?.GetValue<string>();
            }

            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.Equal(question.Contains("text") ? 2 : 3, seen.Count);
        }
    }

    [Theory]
    [InlineData("severity >= high and status:new", 3)]
    [InlineData("severity > high", 0)]
    [InlineData("agency:so-gtvt or agency:so-yte", 2)]
    [InlineData("status:(in_progress or closed)", 0)]
    [InlineData("created > now-24h and not assignee:*", 2)]
    [InlineData("\"su co cua\"", 2)]
    [InlineData("sự and cố", 2)]
    [InlineData("entity:kanarihealth*", 2)]
    [InlineData("created < 2026-03-12", 0)]
    public async Task Query_finds_what_it_says(string kql, int count)
    {
        await using ApiHost host = await StartAsync();
        using HttpClient analyst = host.As("analyst");
        JsonNode page = await ApiHost.JsonAsync(await analyst.GetAsync("/api/v1/incidents?q=" + Uri.EscapeDataString(kql)));
        Assert.Equal(count, page["value"]!.AsArray().Count);
    }

    [Fact]
    public async Task Cursor_of_another_question_or_agency_is_refused()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient analyst = host.As("analyst");
        using HttpClient agency = host.As("analyst", TwoAgencies.Traffic);
        JsonNode page = await ApiHost.JsonAsync(await analyst.GetAsync("/api/v1/incidents?page_size=1"));
        string link = page["next_link"]!.GetValue<string>();
        Assert.Equal(HttpStatusCode.OK, (await analyst.GetAsync(link)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await analyst.GetAsync(link + "&sort=created")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await agency.GetAsync(link)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await analyst.GetAsync("/api/v1/incidents?cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).StatusCode);
    }

    [Fact]
    public async Task Known_version_is_not_sent_again()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient analyst = host.As("analyst");
        HttpResponseMessage first = await analyst.GetAsync(Traffic);
        HttpRequestMessage again = new(HttpMethod.Get, Traffic);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        HttpResponseMessage second = await analyst.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Incident_is_found_by_its_number()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient analyst = host.As("analyst");
        JsonNode one = await ApiHost.JsonAsync(await analyst.GetAsync(Traffic));
        JsonNode same = await ApiHost.JsonAsync(await analyst.GetAsync("/api/v1/incidents/" + one["number"]));
        Assert.Equal(one["uid"]!.GetValue<string>(), same["uid"]!.GetValue<string>());
    }

    [Fact]
    public async Task Incident_goes_its_way_with_every_guard_on_it()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient ana = host.As("lead", subject: "ana");
        using HttpClient binh = host.As("lead", subject: "binh");
        await RefusedAsync(ana, """{"to":"resolved"}""", "\"1\"", 409, "illegal-transition");
        await RefusedAsync(ana, """{"to":"closed","verdict":"true_positive"}""", "\"1\"", 422, "verdict-required");
        await RefusedAsync(ana, """{"to":"closed","verdict":"false_positive"}""", "\"1\"", 409, "four-eyes-required");
        await DoneAsync(ana, """{"to":"In Progress"}""", "\"1\"");
        await RefusedAsync(ana, """{"to":"on_hold","hold_reason":"waits"}""", "\"2\"", 422, "validation");
        await DoneAsync(ana, """{"to":"on_hold","hold_reason":"waits for the vendor","hold_until":"2026-03-13T00:00:00Z"}""", "\"2\"");
        await RefusedAsync(ana, """{"to":"resolved","verdict":"true_positive","summary":"A stolen password."}""", "\"3\"", 422, "validation");
        await DoneAsync(ana, """{"to":"resolved","verdict_id":2,"summary":"A stolen password.","root_cause":"unknown"}""", "\"3\"");
        await RefusedAsync(ana, """{"to":"closed"}""", "\"4\"", 409, "four-eyes-required");
        await DoneAsync(binh, """{"to":"closed"}""", "\"4\"");
        await RefusedAsync(binh, """{"to":"in_progress"}""", "\"5\"", 422, "validation");
        await DoneAsync(binh, """{"to":"in_progress","reason":"It came again."}""", "\"5\"");
        Incident incident = (await host.Cases.GetIncidentAsync(TwoAgencies.TrafficIncident, SocCore.Storage.AgencyScope.City, default))!;
        Assert.Equal((IncidentStatus.InProgress, Verdict.Unknown, "ana", null), (incident.Status, incident.Verdict, incident.Assignee, incident.ResolvedBy));
        JsonNode history = await ApiHost.JsonAsync(await ana.GetAsync(Traffic + "/history"));
        Assert.Equal(
            ["created", "transitioned", "transitioned", "transitioned", "transitioned", "reopened"],
            history["value"]!.AsArray().Select(static c => c!["kind"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Stale_version_says_what_changed_and_by_whom()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient ana = host.As("lead", subject: "ana");
        await PatchAsync(ana, """{"severity_id":5,"tags":["vpn"]}""", "\"1\"");
        HttpResponseMessage refused = await ana.SendAsync(Patch("""{"title":"Other"}""", "\"1\""));
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Equal("\"2\"", refused.Headers.ETag!.Tag);
        JsonNode problem = await ApiHost.JsonAsync(refused);
        Assert.Equal("urn:soc:problem:stale-version", problem["type"]!.GetValue<string>());
        Assert.Equal(2, problem["current_version"]!.GetValue<int>());
        Assert.Equal(["severity", "tags"], problem["changed_fields"]!.AsArray().Select(static f => f!.GetValue<string>()));
        Assert.Equal("ana", problem["changed_by"]!.GetValue<string>());
    }

    [Fact]
    public async Task Change_without_version_needs_one()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient lead = host.As("lead");
        Assert.Equal(428, (int)(await lead.SendAsync(Patch("{}", null))).StatusCode);
        Assert.Equal(428, (int)(await lead.DeleteAsync(Traffic + "/assignment")).StatusCode);
        Assert.Equal(400, (int)(await lead.SendAsync(Patch("{}", "W/\"1\""))).StatusCode);
    }

    [Fact]
    public async Task Hundred_changes_at_once_let_one_through()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient lead = host.As("lead");
        HttpStatusCode[] codes = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
            (await lead.SendAsync(Patch($$"""{"title":"Title {{i}}"}""", "\"1\""))).StatusCode));
        Assert.Single(codes, HttpStatusCode.OK);
        Assert.Equal(99, codes.Count(static c => c == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Comments_at_once_are_all_kept()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient lead = host.As("lead");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => lead.SendAsync(ApiHost.Request(HttpMethod.Post, Traffic + "/comments", $$"""{"text":"c{{i}}"}"""))));
        JsonNode comments = await ApiHost.JsonAsync(await lead.GetAsync(Traffic + "/comments"));
        Assert.Equal(["c0", "c1", "c2", "c3"], comments["value"]!.AsArray().Select(static c => c!["text"]!.GetValue<string>()).Order());
    }

    [Fact]
    public async Task Repeat_under_one_key_is_done_once()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient lead = host.As("lead");
        HttpRequestMessage Comment(string text)
        {
            HttpRequestMessage request = ApiHost.Request(HttpMethod.Post, Traffic + "/comments", $$"""{"text":"{{text}}"}""");
            request.Headers.Add("Idempotency-Key", "k1");
            return request;
        }

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => lead.SendAsync(Comment("once"))));
        Assert.All(answers, static a => Assert.True(a.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, a.StatusCode.ToString()));
        Assert.Equal(HttpStatusCode.OK, (await lead.SendAsync(Comment("once"))).StatusCode);
        Assert.Equal(422, (int)(await lead.SendAsync(Comment("twice"))).StatusCode);
        JsonNode comments = await ApiHost.JsonAsync(await lead.GetAsync(Traffic + "/comments"));
        Assert.Single(comments["value"]!.AsArray());
    }

    [Theory]
    [InlineData("uid")]
    [InlineData("number")]
    [InlineData("version")]
    [InlineData("status")]
    [InlineData("status_id")]
    [InlineData("agency")]
    [InlineData("involved_agencies")]
    [InlineData("time")]
    [InlineData("milestones")]
    [InlineData("sla")]
    [InlineData("alert_count")]
    [InlineData("dedup_key")]
    [InlineData("audit")]
    [InlineData("resolved_by")]
    [InlineData("assignee")]
    public async Task Member_of_the_server_is_refused_and_unchanged(string member)
    {
        await using ApiHost host = await StartAsync();
        using HttpClient lead = host.As("lead");
        Incident before = (await host.Cases.GetIncidentAsync(TwoAgencies.TrafficIncident, SocCore.Storage.AgencyScope.City, default))!;
        HttpResponseMessage refused = await lead.SendAsync(Patch($$"""{"title":"x","{{member}}":"y"}""", "\"1\""));
        JsonNode problem = await ApiHost.JsonAsync(refused);
        Assert.Equal(422, (int)refused.StatusCode);
        Assert.Equal("urn:soc:problem:server-owned-field", problem["type"]!.GetValue<string>());
        Assert.True(problem["errors"]!.AsObject().ContainsKey(member));
        Assert.Same(before, await host.Cases.GetIncidentAsync(TwoAgencies.TrafficIncident, SocCore.Storage.AgencyScope.City, default));
    }

    [Fact]
    public async Task Every_member_of_the_document_can_be_patched_or_is_named_as_the_servers()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient lead = host.As("lead");
        JsonObject document = (await ApiHost.JsonAsync(await lead.GetAsync(Traffic))).AsObject();
        foreach (string member in document.Select(static m => m.Key))
        {
            HttpResponseMessage response = await lead.SendAsync(Patch($$$"""{"{{{member}}}":{"no":"such"}}""", "\"1\""));
            string type = (await ApiHost.JsonAsync(response))["type"]!.GetValue<string>();
            Assert.True(type is "urn:soc:problem:server-owned-field" or "urn:soc:problem:validation", $"{member}: {type}");
        }
    }

    [Fact]
    public async Task Person_opens_an_incident_for_the_own_agency()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient agency = host.As("responder", TwoAgencies.Traffic);
        HttpRequestMessage Report(string json, string? key = null)
        {
            HttpRequestMessage request = ApiHost.Request(HttpMethod.Post, "/api/v1/incidents", json);
            if (key is not null)
                request.Headers.Add("Idempotency-Key", key);
            return request;
        }

        const string Stolen = """{"title":"Mất bộ đàm","severity":"low","start_time":"2026-03-12T01:00:00Z","tags":["radio"]}""";
        HttpResponseMessage made = await agency.SendAsync(Report(Stolen, "k"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        JsonNode one = await ApiHost.JsonAsync(await agency.GetAsync(made.Headers.Location));
        Assert.Equal((TwoAgencies.Traffic, "INC-2026-000004", "Low"), (one["agency"]!["uid"]!.GetValue<string>(), one["number"]!.GetValue<string>(), one["severity"]!.GetValue<string>()));
        HttpResponseMessage again = await agency.SendAsync(Report(Stolen, "k"));
        Assert.Equal((made.StatusCode, made.Headers.Location), (again.StatusCode, again.Headers.Location));
        foreach (string wrong in (string[])
            ["""{"title":"x"}""", """{"severity":"low"}""", """{"title":"x","severity":"low","agency":"so-yte"}""", """{"title":"x","severity":"low","status":"closed"}""",
             """{"title":"","severity":"low"}""", """{"title":"x","severity":"low","start_time":"2027-01-01T00:00:00Z"}""", """{"title":"x","severity_id":9}"""])
        {
            Assert.Equal((wrong, HttpStatusCode.UnprocessableEntity), (wrong, (await agency.SendAsync(Report(wrong))).StatusCode));
        }
    }

    [Fact]
    public async Task Analyst_takes_what_nobody_has_and_only_a_lead_gives_it_to_others()
    {
        await using ApiHost host = await StartAsync();
        using HttpClient ana = host.As("analyst", subject: "ana");
        using HttpClient lead = host.As("lead");
        HttpRequestMessage Assign(string who, string tag) => ApiHost.Request(HttpMethod.Put, Traffic + "/assignment", $$"""{"assignee":"{{who}}"}""", tag);
        Assert.Equal(403, (int)(await ana.SendAsync(Assign("binh", "\"1\""))).StatusCode);
        Assert.Equal(200, (int)(await ana.SendAsync(Assign("ana", "\"1\""))).StatusCode);
        Assert.Equal(200, (int)(await lead.SendAsync(Assign("binh", "\"2\""))).StatusCode);
        Assert.Equal(403, (int)(await ana.SendAsync(Assign("ana", "\"3\""))).StatusCode);
        Assert.Equal(403, (int)(await ana.SendAsync(ApiHost.Request(HttpMethod.Delete, Traffic + "/assignment", ifMatch: "\"3\""))).StatusCode);
    }

    private static async Task<ApiHost> StartAsync()
    {
        ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        return host;
    }

    private static HttpRequestMessage Patch(string json, string? tag) => ApiHost.Request(HttpMethod.Patch, Traffic, json, tag, "application/merge-patch+json");

    private static async Task PatchAsync(HttpClient client, string json, string tag)
    {
        HttpResponseMessage response = await client.SendAsync(Patch(json, tag));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task DoneAsync(HttpClient client, string json, string tag)
    {
        HttpResponseMessage response = await client.SendAsync(ApiHost.Request(HttpMethod.Post, Traffic + "/transitions", json, tag));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task RefusedAsync(HttpClient client, string json, string tag, int status, string kind)
    {
        HttpResponseMessage response = await client.SendAsync(ApiHost.Request(HttpMethod.Post, Traffic + "/transitions", json, tag));
        string body = await response.Content.ReadAsStringAsync();
        Assert.Equal((status, "urn:soc:problem:" + kind), ((int)response.StatusCode, JsonNode.Parse(body)!["type"]!.GetValue<string>()));
    }
}
