using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SocApi.Reports;
using SocApi.Tests.City;

namespace SocApi.Tests.Reports;

public sealed class ReportEndpointTests
{
    private const string Period = """ "from":"2026-03-01T00:00:00+07:00","to":"2026-04-01T00:00:00+07:00" """;

    [Fact]
    public async Task A_report_is_made_listed_and_fetched_with_its_types_and_sums()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        using HttpClient lead = host.As("lead");
        using HttpClient auditor = host.As("auditor");
        HttpResponseMessage made = await lead.SendAsync(ApiHost.Request(HttpMethod.Post, "/api/v1/reports", $$"""{"report":"daily-brief","language":"vi",{{Period}}}"""));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        JsonNode report = await ApiHost.JsonAsync(made);
        Assert.Equal(made.Headers.Location!.ToString(), $"/api/v1/reports/{report["id"]}");
        Assert.Equal("PDF is switched off (Reports:Pdf); report.html is the original.", report["pdf_notice"]!.GetValue<string>());
        // Of March the 12th has come so far, and the report says so.
        Assert.Equal("2026-03-12T03:00:00.000Z", report["to"]!.GetValue<string>());

        JsonNode list = await ApiHost.JsonAsync(await auditor.GetAsync("/api/v1/reports?report=daily-brief"));
        Assert.Equal(report["id"]!.GetValue<string>(), list["value"]!.AsArray().Single()!["id"]!.GetValue<string>());
        Assert.Empty((await ApiHost.JsonAsync(await auditor.GetAsync("/api/v1/reports?report=agency-month")))["value"]!.AsArray());
        Assert.Equal(report.ToJsonString(), (await ApiHost.JsonAsync(await auditor.GetAsync($"/api/v1/reports/{report["id"]}"))).ToJsonString());
        foreach (JsonNode? file in report["files"]!.AsArray())
        {
            HttpResponseMessage answer = await auditor.GetAsync(file!["href"]!.GetValue<string>());
            Assert.Equal(file["type"]!.GetValue<string>(), answer.Content.Headers.ContentType!.ToString());
            Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
            Assert.Equal(file["sha256"]!.GetValue<string>(), Convert.ToHexStringLower(SHA256.HashData(await answer.Content.ReadAsByteArrayAsync())));
            string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.EndsWith("sandbox", policy, StringComparison.Ordinal);
        }

        Assert.Equal("application/json", (await auditor.GetAsync(report["manifest"]!.GetValue<string>())).Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("""{"report":"weekly"}""", "report", "There is no report 'weekly'; there is daily-brief, weekly-operations, source-coverage, agency-month.")]
    [InlineData("""{"report":"daily-brief","from":"2026-03-01T00:00:00Z"}""", "from", "Give both from and to")]
    [InlineData("""{"report":"daily-brief","from":"2026-03-02T00:00:00Z","to":"2026-03-01T00:00:00Z"}""", "from", "is not before to")]
    [InlineData("""{"report":"daily-brief","from":"2025-01-01T00:00:00Z","to":"2026-03-01T00:00:00Z"}""", "to", "longer than 366 days")]
    [InlineData("""{"report":"daily-brief","from":"2027-01-01T00:00:00Z","to":"2027-03-01T00:00:00Z"}""", "from", "is in the future")]
    [InlineData("""{"report":"daily-brief","language":"fr"}""", "language", "one of vi, en")]
    [InlineData("""{"report":"daily-brief","time_zone":"Mars"}""", "time_zone", "IANA name")]
    [InlineData("""{"report":"daily-brief","agency":"../x"}""", "agency", "'../x'")]
    public async Task What_is_wrong_with_an_order_is_said(string body, string member, string expected)
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient lead = host.As("lead");
        HttpResponseMessage answer = await lead.SendAsync(ApiHost.Request(HttpMethod.Post, "/api/v1/reports", body));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(expected, (await ApiHost.JsonAsync(answer))["errors"]![member]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_bounds_the_last_whole_period_of_the_city_is_taken()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient lead = host.As("lead");
        JsonNode month = await ApiHost.JsonAsync(await lead.SendAsync(ApiHost.Request(HttpMethod.Post, "/api/v1/reports", """{"report":"agency-month"}""")));
        Assert.Equal(("2026-01-31T17:00:00.000Z", "2026-02-28T17:00:00.000Z"), (month["from"]!.GetValue<string>(), month["to"]!.GetValue<string>()));
        JsonNode week = await ApiHost.JsonAsync(await lead.SendAsync(ApiHost.Request(HttpMethod.Post, "/api/v1/reports", """{"report":"source-coverage"}""")));
        Assert.Equal(("2026-03-01T17:00:00.000Z", "2026-03-08T17:00:00.000Z"), (week["from"]!.GetValue<string>(), week["to"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(TwoAgencies.Traffic)]
    [InlineData(TwoAgencies.Health)]
    public async Task Reports_of_an_agency_hold_no_word_of_the_other_and_are_not_there_for_it(string agency)
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        string foreign = TwoAgencies.CanaryOf(TwoAgencies.Other(agency));
        using HttpClient own = host.As("lead", agency);
        using HttpClient other = host.As("lead", TwoAgencies.Other(agency));
        using HttpClient city = host.As("lead");
        bool sawOwn = false;
        foreach (string kind in ReportKinds.All)
        {
            JsonNode report = await ApiHost.JsonAsync(await own.SendAsync(ApiHost.Request(HttpMethod.Post, "/api/v1/reports", $$"""{"report":"{{kind}}",{{Period}}}""")));
            Assert.Equal(agency, report["agency"]!["uid"]!.GetValue<string>());
            foreach (JsonNode? file in report["files"]!.AsArray())
            {
                string content = await own.GetStringAsync(file!["href"]!.GetValue<string>());
                Assert.DoesNotContain(foreign, content, StringComparison.OrdinalIgnoreCase);
                sawOwn |= content.Contains(TwoAgencies.CanaryOf(agency), StringComparison.OrdinalIgnoreCase);
                Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(file["href"]!.GetValue<string>())).StatusCode);
                Assert.Equal(HttpStatusCode.OK, (await city.GetAsync(file["href"]!.GetValue<string>())).StatusCode);
            }
        }

        Assert.True(sawOwn);
        Assert.Empty((await ApiHost.JsonAsync(await other.GetAsync("/api/v1/reports")))["value"]!.AsArray());
        Assert.Equal(4, (await ApiHost.JsonAsync(await own.GetAsync("/api/v1/reports")))["value"]!.AsArray().Count);
        HttpResponseMessage refused = await other.SendAsync(ApiHost.Request(HttpMethod.Post, "/api/v1/reports", $$"""{"report":"daily-brief","agency":"{{agency}}"}"""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [Fact]
    public async Task Report_of_the_city_is_the_citys_alone()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        using HttpClient city = host.As("lead");
        using HttpClient agency = host.As("lead", TwoAgencies.Traffic);
        JsonNode report = await ApiHost.JsonAsync(await city.SendAsync(ApiHost.Request(HttpMethod.Post, "/api/v1/reports", $$"""{"report":"agency-month",{{Period}}}""")));
        Assert.Equal(HttpStatusCode.NotFound, (await agency.GetAsync($"/api/v1/reports/{report["id"]}")).StatusCode);
        Assert.Empty((await ApiHost.JsonAsync(await agency.GetAsync("/api/v1/reports")))["value"]!.AsArray());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agency.SendAsync(ApiHost.Request(HttpMethod.Post, "/api/v1/reports", """{"report":"daily-brief","agency":"soc"}"""))).StatusCode);
    }
}
