using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using SocApi.Auth;
using SocApi.Tests.City;
using SocCore.Incidents;

namespace SocApi.Tests;

/// <summary>
/// Who may call what, and what they see of others: every case is made from the endpoints that there are, so that a new
/// endpoint is tested before anybody thinks of it.
/// </summary>
public sealed class IsolationTests
{
    /// <summary>Endpoints that need nobody: health, and what leads to signing in.</summary>
    private static readonly string[] Open = ["GET /health/live", "GET /health/ready", "GET /signin", "GET /signin/{code}", "POST /signin/{code}"];

    /// <summary>A content for every endpoint that takes one.</summary>
    private static readonly Dictionary<string, string> Contents = new()
    {
        ["POST /api/v1/incidents"] = """{"title":"x","severity":"low"}""",
        ["PATCH /api/v1/incidents/{id}"] = """{"title":"x"}""",
        ["POST /api/v1/incidents/{id}/transitions"] = """{"to":"in_progress"}""",
        ["PUT /api/v1/incidents/{id}/assignment"] = """{"assignee":"x"}""",
        ["POST /api/v1/incidents/{id}/comments"] = """{"text":"x"}""",
        ["POST /api/v1/events/search"] = """{"q":"*","from":"2026-03-12T00:00:00Z","to":"2026-03-13T00:00:00Z"}""",
        ["POST /api/v1/dead-letters/replay"] = "{}",
        ["POST /api/v1/backfill"] = """{"from":"2026-03-12T00:00:00Z","to":"2026-03-13T00:00:00Z"}""",
        ["POST /api/v1/reports"] = """{"report":"agency-month","from":"2026-03-01T00:00:00Z","to":"2026-04-01T00:00:00Z"}""",
    };

    [Fact]
    public async Task Every_endpoint_names_its_scope_or_is_one_of_five()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        List<string> open = [];
        foreach (RouteEndpoint endpoint in host.Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<ScopeRequirement>() is null)
                open.AddRange(Names(endpoint));
        }

        Assert.Equal(Open.Order(), open.Order());
        Assert.All(host.Endpoints.Where(static e => e.Metadata.GetMetadata<ScopeRequirement>() is null), static e => Assert.NotNull(e.Metadata.GetMetadata<IAllowAnonymous>()));
    }

    [Fact]
    public async Task Each_role_is_let_in_where_its_scopes_say_and_nowhere_else()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        int tried = 0;
        foreach (string role in Roles.All.Keys)
        {
            using HttpClient client = host.As(role);
            foreach (RouteEndpoint endpoint in host.Endpoints.Where(IsApi))
            {
                string scope = endpoint.Metadata.GetMetadata<ScopeRequirement>()!.Scope;
                foreach (string name in Names(endpoint))
                {
                    // An id that is nobody's: what is let in finds nothing and changes nothing.
                    using HttpResponseMessage response = await CallAsync(client, name, "nobody");
                    bool may = scope == Scopes.Any || Roles.All[role].Contains(scope);
                    Assert.True((response.StatusCode == HttpStatusCode.Forbidden) == !may, $"{role} {name} {scope}: {response.StatusCode}");
                    tried++;
                }
            }
        }

        Assert.True(tried > 200);
    }

    [Fact]
    public async Task Without_token_nothing_of_the_api_opens()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient nobody = host.Client(null);
        foreach (string name in host.Endpoints.Where(IsApi).SelectMany(Names))
        {
            using HttpResponseMessage response = await CallAsync(nobody, name, "x");
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{name}: {response.StatusCode}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Theory]
    [InlineData(TwoAgencies.Traffic)]
    [InlineData(TwoAgencies.Health)]
    public async Task No_role_of_an_agency_ever_reads_a_word_of_the_other(string agency)
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        string foreign = TwoAgencies.CanaryOf(TwoAgencies.Other(agency));
        string own = TwoAgencies.CanaryOf(agency);
        HashSet<string> sawOwn = [];
        foreach (string role in Roles.All.Keys)
        {
            using HttpClient client = host.As(role, agency);
            foreach (string name in host.Endpoints.Where(IsApi).SelectMany(Names))
            {
                foreach (string id in IdsFor(name))
                {
                    using HttpResponseMessage response = await CallAsync(client, name, id);
                    string body = await response.Content.ReadAsStringAsync();
                    Assert.False(body.Contains(foreign, StringComparison.OrdinalIgnoreCase), $"{role} of {agency} read '{foreign}' by {name} with {id}: {body}");
                    if (body.Contains(own, StringComparison.OrdinalIgnoreCase))
                        sawOwn.Add(name.Split('?')[0]);
                }
            }
        }

        // A test that sees nothing at all would pass too.
        Assert.Superset(
            new HashSet<string>
            {
                "GET /api/v1/incidents", "GET /api/v1/incidents/{id}", "GET /api/v1/incidents/{id}/history", "GET /api/v1/incidents/changes", "GET /api/v1/events/search",
                "POST /api/v1/events/search", "GET /api/v1/events/{id}", "GET /api/v1/events/top", "GET /api/v1/dead-letters", "GET /api/v1/dead-letters/{id}", "GET /api/v1/sources",
                "GET /api/v1/coverage",
            },
            sawOwn);
    }

    [Theory]
    [InlineData(TwoAgencies.Traffic)]
    [InlineData(TwoAgencies.Health)]
    public async Task Objects_of_the_other_agency_are_not_there_whatever_is_done_to_them(string agency)
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        var foreign = TwoAgencies.IdsOf(TwoAgencies.Other(agency));
        using HttpClient city = host.As("analyst");
        string number = (await ApiHost.JsonAsync(await city.GetAsync($"/api/v1/incidents/{foreign.Incident}")))["number"]!.GetValue<string>();
        Incident before = (await host.Cases.GetIncidentAsync(foreign.Incident, SocCore.Storage.AgencyScope.City, default))!;
        using HttpClient lead = host.As("lead", agency);
        foreach (string name in host.Endpoints.Where(IsApi).SelectMany(Names).Where(static n => n.Contains("{id}", StringComparison.Ordinal) && !n.Contains("/rules/", StringComparison.Ordinal)))
        {
            foreach (string id in (string[])[foreign.Incident.ToString(), number, foreign.Event.ToString(), foreign.Letter.ToString()])
            {
                using HttpResponseMessage response = await CallAsync(lead, name, id);
                Assert.True(response.StatusCode == HttpStatusCode.NotFound, $"{name} with {id}: {response.StatusCode}");
            }
        }

        Assert.Same(before, await host.Cases.GetIncidentAsync(foreign.Incident, SocCore.Storage.AgencyScope.City, default));
    }

    [Fact]
    public async Task Share_shows_title_state_times_own_evidence_and_no_more()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        using HttpClient lead = host.As("lead", TwoAgencies.Traffic);
        string path = $"/api/v1/incidents/{TwoAgencies.SharedIncident}";
        JsonNode share = await ApiHost.JsonAsync(await lead.GetAsync(path));
        Assert.True(share["is_share"]!.GetValue<bool>());
        Assert.Equal($"Both {TwoAgencies.TrafficCanary}-user and …", share["title"]!.GetValue<string>());
        Assert.Equal([TwoAgencies.Traffic], share["involved_agencies"]!.AsArray().Select(static a => a!.GetValue<string>()));
        Assert.Single(share["evidence"]!.AsArray());
        Assert.Equal(TwoAgencies.TrafficCanary + "-user", share["finding_info_list"]![0]!["group"]!.AsArray().Single()!["value"]!.GetValue<string>());
        foreach (string member in (string[])["desc", "summary", "assignee", "rule", "hold_reason", "root_cause", "resolved_by"])
            Assert.Null(share[member]);
        Assert.Empty(share["tags"]!.AsArray());
        Assert.Empty(share["allowed_transitions"]!.AsArray());
        HttpResponseMessage refused = await lead.SendAsync(ApiHost.Request(HttpMethod.Post, path + "/comments", """{"text":"x"}"""));
        Assert.Equal((HttpStatusCode.Forbidden, "urn:soc:problem:share-read-only"), (refused.StatusCode, (await ApiHost.JsonAsync(refused))["type"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("text=kanarihealth")]
    [InlineData("q=entity:kanarihealth*")]
    [InlineData("q=kanarihealth")]
    [InlineData("q=assignee:*")]
    [InlineData("q=tags:kanarihealth")]
    [InlineData("assignee=kanaritraffickanarihealth")]
    [InlineData("rule=r1&q=agency:soc")]
    [InlineData("system=sys-so-yte")]
    [InlineData("agency=so-yte")]
    [InlineData("q=involved_agencies:so-yte")]
    [InlineData("q=alert_count+>+0+and+agency:soc")]
    [InlineData("q=event_count+>+1+and+agency:soc")]
    public async Task Hidden_part_of_a_share_cannot_be_felt_for_with_queries(string query)
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        using HttpClient lead = host.As("lead", TwoAgencies.Traffic);
        JsonNode page = await ApiHost.JsonAsync(await lead.GetAsync("/api/v1/incidents?" + query));
        Assert.NotNull(page["value"]);
        Assert.DoesNotContain(page["value"]!.AsArray(), static i => i!["is_share"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Replay_is_asked_for_in_the_callers_own_scope()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient lead = host.As("lead", TwoAgencies.Traffic);
        HttpResponseMessage response = await lead.SendAsync(ApiHost.Request(HttpMethod.Post, "/api/v1/dead-letters/replay", """{"source":"so-yte/source"}"""));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(TwoAgencies.Traffic, host.Sources.Replays.Single().Scope.Agency);
    }

    [Fact]
    public async Task Replay_goes_on_behind_a_letter_that_the_caller_may_see_and_no_other()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        using HttpClient lead = host.As("lead", TwoAgencies.Traffic);
        Task<HttpResponseMessage> Ask(string after) => lead.SendAsync(ApiHost.Request(HttpMethod.Post, "/api/v1/dead-letters/replay", $$"""{"after":"{{after}}"}"""));
        string own = TwoAgencies.IdsOf(TwoAgencies.Traffic).Letter.ToString();
        Assert.Equal(HttpStatusCode.OK, (await Ask(own)).StatusCode);
        Assert.Equal(own, host.Sources.Replays.Single().Query.Beyond!.Value.Id.ToString());
        foreach (string other in (string[])[TwoAgencies.IdsOf(TwoAgencies.Health).Letter.ToString(), "no id"])
        {
            HttpResponseMessage refused = await Ask(other);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("after is the id of a dead letter", await refused.Content.ReadAsStringAsync());
        }

        Assert.Single(host.Sources.Replays);
    }

    [Fact]
    public async Task Original_line_is_for_who_may_read_it_and_cannot_be_felt_for()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        string path = "/api/v1/events/" + TwoAgencies.IdsOf(TwoAgencies.Traffic).Event;
        using HttpClient analyst = host.As("analyst");
        using HttpClient auditor = host.As("auditor");
        Assert.Contains("raw kanaritraffic", await analyst.GetStringAsync(path));
        Assert.DoesNotContain("raw kanaritraffic", await auditor.GetStringAsync(path));
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.GetAsync("/api/v1/events/search?q=not+event.original:*raw*")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.GetAsync("/api/v1/events/top?field=event.original")).StatusCode);
        string letter = "/api/v1/dead-letters/" + TwoAgencies.IdsOf(TwoAgencies.Traffic).Letter;
        Assert.NotNull((await ApiHost.JsonAsync(await analyst.GetAsync(letter)))["bytes"]);
        Assert.Null((await ApiHost.JsonAsync(await auditor.GetAsync(letter)))["bytes"]);
    }

    private static bool IsApi(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal);

    private static IEnumerable<string> Names(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Where(static m => m != "HEAD").Select(m => $"{m} {endpoint.RoutePattern.RawText}");

    private static string[] IdsFor(string name)
    {
        if (!name.Contains('{', StringComparison.Ordinal))
            return [""];
        (var traffic, var health) = (TwoAgencies.IdsOf(TwoAgencies.Traffic), TwoAgencies.IdsOf(TwoAgencies.Health));
        return
        [
            traffic.Incident.ToString(), health.Incident.ToString(), TwoAgencies.SharedIncident.ToString(), traffic.Event.ToString(), health.Event.ToString(),
            traffic.Letter.ToString(), health.Letter.ToString(), "INC-2026-000001", "INC-2026-000002", "INC-2026-000003", "r1",
        ];
    }

    private static async Task<HttpResponseMessage> CallAsync(HttpClient client, string name, string id)
    {
        string[] parts = name.Split(' ');
        string path = parts[1].Replace("{id}", id, StringComparison.Ordinal).Replace("{system}", TwoAgencies.Health, StringComparison.Ordinal).Replace("{source}", "source", StringComparison.Ordinal).Replace("{name}", "report.json", StringComparison.Ordinal);
        path += parts[1] switch
        {
            "/api/v1/events/search" or "/api/v1/events/histogram" => "?from=2026-03-12T00:00:00Z&to=2026-03-13T00:00:00Z",
            "/api/v1/events/top" => "?from=2026-03-12T00:00:00Z&to=2026-03-13T00:00:00Z&field=user.name",
            "/api/v1/coverage" => "?since=2026-03-01T00:00:00Z",
            _ => "",
        };
        if (parts[0] == "POST")
            path = path.Split('?')[0];
        string? content = Contents.GetValueOrDefault(name);
        HttpRequestMessage request = ApiHost.Request(new HttpMethod(parts[0]), path, content, "\"1\"", parts[0] == "PATCH" ? "application/merge-patch+json" : "application/json");
        // A stream never ends by itself; its head is enough to know whether it opens.
        bool isStream = path.StartsWith("/api/v1/stream/", StringComparison.Ordinal);
        HttpResponseMessage response = await client.SendAsync(request, isStream ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead);
        if (!isStream || !response.IsSuccessStatusCode)
            return response;
        response.Dispose();
        return new HttpResponseMessage(response.StatusCode) { Content = new StringContent("") };
    }
}
