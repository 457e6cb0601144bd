using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SocApi.Problems;
using SocApi.Tests.City;

namespace SocApi.Tests;

public sealed class ProblemTests
{
    [Theory]
    [InlineData("GET", "/api/v1/nothing", null, null, 404, "not-found")]
    [InlineData("GET", "/api/v1/incidents/nobody", null, null, 404, "not-found")]
    [InlineData("GET", "/api/v1/incidents/INC-2026-999999", null, null, 404, "not-found")]
    [InlineData("GET", "/api/v1/incidents/..%2f..%2fetc%2fpasswd", null, null, 404, "not-found")]
    [InlineData("DELETE", "/api/v1/incidents", null, null, 405, "method-not-allowed")]
    [InlineData("TRACE", "/api/v1/me", null, null, 405, "method-not-allowed")]
    [InlineData("POST", "/api/v1/events/search", "q=*", "application/x-www-form-urlencoded", 415, "media-type")]
    [InlineData("POST", "/api/v1/events/search", "{}", "application/json; charset=utf-16", 415, "media-type")]
    [InlineData("POST", "/api/v1/events/search", "", "application/json", 400, "malformed")]
    [InlineData("POST", "/api/v1/events/search", "{", "application/json", 400, "malformed")]
    [InlineData("POST", "/api/v1/events/search", """{"q":"a","q":"b"}""", "application/json", 400, "malformed")]
    [InlineData("POST", "/api/v1/events/search", """{"q":"a"} {}""", "application/json", 400, "malformed")]
    [InlineData("POST", "/api/v1/events/search", """{"q":"a",}""", "application/json", 400, "malformed")]
    [InlineData("POST", "/api/v1/events/search", "{/* no */}", "application/json", 400, "malformed")]
    [InlineData("POST", "/api/v1/events/search", "[]", "application/json", 422, "validation")]
    [InlineData("POST", "/api/v1/events/search", "null", "application/json", 422, "validation")]
    [InlineData("POST", "/api/v1/events/search", """{"$type":"x"}""", "application/json", 422, "unknown-member")]
    [InlineData("POST", "/api/v1/events/search", """{"Q":"a"}""", "application/json", 422, "unknown-member")]
    [InlineData("POST", "/api/v1/events/search", """{"page_size":"5"}""", "application/json", 422, "validation")]
    [InlineData("POST", "/api/v1/events/search", """{"page_size":1e99}""", "application/json", 422, "validation")]
    [InlineData("POST", "/api/v1/events/search", """{"page_size":201}""", "application/json", 422, "validation")]
    [InlineData("POST", "/api/v1/events/search", """{"from":"yesterday"}""", "application/json", 422, "validation")]
    [InlineData("POST", "/api/v1/events/search", """{"from":"2000-01-01T00:00:00Z"}""", "application/json", 422, "query-too-costly")]
    [InlineData("POST", "/api/v1/events/search", """{"q":"(a"}""", "application/json", 400, "query-syntax")]
    [InlineData("GET", "/api/v1/incidents?q=(a", null, null, 400, "query-syntax")]
    [InlineData("GET", "/api/v1/incidents?colour=red", null, null, 400, "malformed")]
    [InlineData("GET", "/api/v1/incidents?status=new&status=closed", null, null, 400, "malformed")]
    [InlineData("GET", "/api/v1/incidents?page_size=0", null, null, 422, "validation")]
    [InlineData("GET", "/api/v1/incidents?page_size=-1", null, null, 400, "malformed")]
    [InlineData("GET", "/api/v1/incidents?status=odd", null, null, 400, "malformed")]
    [InlineData("GET", "/api/v1/incidents?from=2026-03-12", null, null, 400, "malformed")]
    [InlineData("GET", "/api/v1/events/histogram?step=1s", null, null, 422, "validation")]
    public async Task Error_is_a_problem_document(string method, string path, string? content, string? mediaType, int status, string kind)
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient analyst = host.As("analyst");
        HttpRequestMessage request = new(new HttpMethod(method), path);
        if (content is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        HttpResponseMessage response = await analyst.SendAsync(request);
        string body = await response.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        JsonNode problem = JsonNode.Parse(body)!;
        Assert.Equal("urn:soc:problem:" + kind, problem["type"]!.GetValue<string>());
        Assert.Equal(status, problem["status"]!.GetValue<int>());
        Assert.NotEmpty(problem["title"]!.GetValue<string>());
        Assert.NotEmpty(problem["detail"]!.GetValue<string>());
        Assert.NotEmpty(problem["trace_id"]!.GetValue<string>());
        Assert.DoesNotContain("at Soc", body);
    }

    [Fact]
    public async Task Deep_and_large_contents_are_refused()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient analyst = host.As("analyst");
        string deep = string.Concat(Enumerable.Repeat("""{"q":""", 40)) + "1" + new string('}', 40);
        Assert.Equal(400, (int)(await analyst.SendAsync(ApiHost.Request(HttpMethod.Post, "/api/v1/events/search", deep))).StatusCode);
        string large = $$"""{"q":"{{new string('a', 2_000_000)}}"}""";
        Assert.Equal(413, (int)(await analyst.SendAsync(ApiHost.Request(HttpMethod.Post, "/api/v1/events/search", large))).StatusCode);
    }

    [Fact]
    public async Task Syntax_error_has_its_place()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient analyst = host.As("analyst");
        JsonNode problem = await ApiHost.JsonAsync(await analyst.GetAsync("/api/v1/incidents?q=" + Uri.EscapeDataString("status:nwe")));
        Assert.Equal(7, problem["position"]!.GetValue<int>());
        Assert.Contains("in_progress", problem["expected"]!.AsArray().Select(static e => e!.GetValue<string>()));
    }

    [Theory]
    [InlineData("vi", "Không tìm thấy")]
    [InlineData("vi-VN,vi;q=0.9,en;q=0.8", "Không tìm thấy")]
    [InlineData("en;q=0.3,vi;q=0.8", "Không tìm thấy")]
    [InlineData("fr", "Not found")]
    [InlineData("en-GB", "Not found")]
    public async Task Title_speaks_the_clients_language(string wanted, string title)
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient viewer = host.Client(host.Token("viewer"), wanted);
        JsonNode problem = await ApiHost.JsonAsync(await viewer.GetAsync("/api/v1/incidents/nobody"));
        Assert.Equal(title, problem["title"]!.GetValue<string>());
        Assert.Equal("There is no incident 'nobody'.", problem["detail"]!.GetValue<string>());
    }

    [Fact]
    public void Every_kind_has_an_own_name_and_both_titles()
    {
        Assert.Equal(ProblemKinds.All.Count, ProblemKinds.All.Select(static k => k.Slug).Distinct().Count());
        Assert.Equal(
            typeof(ProblemKinds).GetFields().Select(static f => ((ProblemKind)f.GetValue(null)!).Slug).Order(),
            ProblemKinds.All.Select(static k => k.Slug).Order());
        Assert.All(ProblemKinds.All, static k => Assert.True(k.Vi.Length > 0 && k.En.Length > 0 && k.Vi != k.En));
    }

    [Fact]
    public async Task Too_many_requests_are_told_when_to_come_again()
    {
        await using ApiHost host = await ApiHost.StartAsync(static o => (o.RequestBurst, o.RequestsPerSecond) = (5, 1));
        using HttpClient ana = host.As("viewer", subject: "ana");
        using HttpClient binh = host.As("viewer", subject: "binh");
        HttpResponseMessage? refused = null;
        for (int i = 0; i < 10 && refused is null; i++)
        {
            HttpResponseMessage response = await ana.GetAsync("/api/v1/me");
            refused = response.StatusCode == HttpStatusCode.TooManyRequests ? response : null;
        }

        Assert.Equal("urn:soc:problem:rate-limited", (await ApiHost.JsonAsync(refused!))["type"]!.GetValue<string>());
        Assert.True(refused!.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await binh.GetAsync("/api/v1/me")).StatusCode);
    }
}
