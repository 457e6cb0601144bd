using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SocApi.Auth;
using SocApi.Endpoints;
using SocApi.Tests.City;

namespace SocApi.Tests;

public sealed partial class PageTests
{
    [Fact]
    public async Task Documentation_names_the_endpoints_that_there_are()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient viewer = host.As("viewer");
        JsonNode document = await ApiHost.JsonAsync(await viewer.GetAsync("/openapi/v1.json"));
        IEnumerable<string> documented = document["paths"]!.AsObject()
            .SelectMany(static p => p.Value!.AsObject().Select(o => $"{o.Key.ToUpperInvariant()} {p.Key}"));
        IEnumerable<string> mapped = host.Endpoints
            .Where(static e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) || e.RoutePattern.RawText.StartsWith("/health/", StringComparison.Ordinal))
            .SelectMany(static e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {e.RoutePattern.RawText}"));
        Assert.Equal(mapped.Order(), documented.Where(static d => !d.EndsWith(" /", StringComparison.Ordinal)).Order());
        JsonNode list = document["paths"]!["/api/v1/incidents"]!["get"]!;
        Assert.Equal("Needs the scope incidents:read.", list["description"]!.GetValue<string>());
        Assert.Contains(list["parameters"]!.AsArray(), static p => p!["name"]!.GetValue<string>() == "q");
        Assert.Equal("bearer", document["components"]!["securitySchemes"]!["bearer"]!["scheme"]!.GetValue<string>());
    }

    [Fact]
    public async Task Documentation_page_needs_no_foreign_host()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient viewer = host.As("viewer");
        HttpResponseMessage page = await viewer.GetAsync("/scalar");
        string html = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotMatch(ForeignHost(), html);
        Assert.Equal(ScalarPage.Html.Split("<script").Length - 1, ScriptSource().Count(html));
        string policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'self'", policy);
        Assert.DoesNotMatch(ForeignHost(), policy);
        foreach (Match script in ScriptSource().Matches(html))
        {
            HttpResponseMessage asset = await viewer.GetAsync(script.Groups[1].Value);
            Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
        }

        string start = await viewer.GetStringAsync("/scalar/start.js");
        Assert.DoesNotMatch(ForeignHost(), start);
        foreach (string off in (string[])["withDefaultFonts: false", "telemetry: false", "proxyUrl: ''", "agent: { disabled: true }", "mcp: { disabled: true }"])
            Assert.Contains(off, start);

        Assert.NotEmpty(ScriptSource().Matches(html));
    }

    [Fact]
    public async Task Answers_carry_the_headers_that_keep_them_where_they_belong()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient viewer = host.As("viewer");
        foreach (string path in (string[])["/api/v1/me", "/api/v1/nothing", "/health/live", "/signin"])
        {
            HttpResponseMessage response = await viewer.GetAsync(path);
            Dictionary<string, string> headers = response.Headers.ToDictionary(static h => h.Key, static h => string.Join(',', h.Value));
            Assert.Equal(
                [
                    ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
                    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"), ("Referrer-Policy", "same-origin"),
                    ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
                ],
                headers.Where(static h => h.Key is not ("Content-Security-Policy" or "Cache-Control" or "Date" or "Server" or "Transfer-Encoding"))
                    .Select(static h => (h.Key, h.Value)).OrderBy(static h => h.Key, StringComparer.Ordinal));
            Assert.Equal("no-store", headers["Cache-Control"]);
            Assert.Contains("frame-ancestors 'none'", headers["Content-Security-Policy"]);
            if (path.StartsWith("/api", StringComparison.Ordinal))
                Assert.StartsWith("default-src 'none'", headers["Content-Security-Policy"]);
        }
    }

    [Fact]
    public async Task Health_is_one_word()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        await TwoAgencies.FillAsync(host);
        using HttpClient nobody = host.Client(null);
        Assert.Equal("ok", await nobody.GetStringAsync("/health/live"));
        Assert.Equal("ok", await nobody.GetStringAsync("/health/ready"));
        await host.Events.AppendAsync(SocTesting.Some.Batch(1, 3, """{"message":"new"}"""), new SocCore.Storage.SpoolPosition(1, 3), mayRepeat: false, default);
        host.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("ok", await nobody.GetStringAsync("/health/ready"));
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        HttpResponseMessage late = await nobody.GetAsync("/health/ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "lag"), (late.StatusCode, await late.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Link_signs_in_once_and_only_by_its_button()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        OneTimeLinks links = host.Services.GetRequiredService<OneTimeLinks>();
        string code = await links.CreateAsync(new TokenRequest("ana", "lead", "soc", Name: "Nguyễn Thị Ana"), default);
        using HttpClient browser = Browser(host);
        HttpResponseMessage away = await browser.GetAsync("/");
        Assert.Equal((HttpStatusCode.Redirect, "/signin"), (away.StatusCode, away.Headers.Location!.AbsolutePath));
        for (int i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/signin/" + code)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/signin/" + code, null)).StatusCode);
        HttpResponseMessage entered = await EnterAsync(browser, code);
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (entered.StatusCode, entered.Headers.Location!.OriginalString));
        string cookie = entered.Headers.GetValues("Set-Cookie").Single(static c => c.StartsWith("soc=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=strict", cookie);
        Assert.Equal("Nguyễn Thị Ana", await browser.GetStringAsync("/"));
        using HttpClient second = Browser(host);
        Assert.Equal(HttpStatusCode.NotFound, (await second.GetAsync("/signin/" + code)).StatusCode);
    }

    [Fact]
    public async Task Link_ends_by_time_and_is_not_kept_as_it_is()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        OneTimeLinks links = host.Services.GetRequiredService<OneTimeLinks>();
        string code = await links.CreateAsync(new TokenRequest("ana", "lead", "soc"), default);
        foreach ((string name, string text) in await host.State.GetAllAsync("", default))
            Assert.DoesNotContain(code, name + text);
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        using HttpClient browser = Browser(host);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/signin/" + code)).StatusCode);
        Assert.NotNull((await links.RedeemAsync(code, default)).Problem);
    }

    [Fact]
    public async Task Hundred_who_use_one_link_at_once_let_one_in()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        OneTimeLinks links = host.Services.GetRequiredService<OneTimeLinks>();
        string code = await links.CreateAsync(new TokenRequest("ana", "lead", "soc"), default);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => links.RedeemAsync(code, default).AsTask()));
        Assert.Single(answers, static a => a.Problem is null);
    }

    [Fact]
    public async Task Session_ends_with_its_token()
    {
        await using ApiHost host = await ApiHost.StartAsync();
        OneTimeLinks links = host.Services.GetRequiredService<OneTimeLinks>();
        using HttpClient browser = Browser(host);
        await EnterAsync(browser, await links.CreateAsync(new TokenRequest("ana", "lead", "soc", TimeSpan.FromHours(1)), default));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
        host.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/")).StatusCode);
    }

    [Theory]
    [InlineData("http://192.0.2.66", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("own", HttpStatusCode.NotFound)]
    [InlineData(null, HttpStatusCode.NotFound)]
    public async Task Foreign_page_can_neither_post_nor_open_a_socket(string? origin, HttpStatusCode expected)
    {
        await using ApiHost host = await ApiHost.StartAsync();
        using HttpClient lead = host.As("lead");
        foreach (HttpRequestMessage request in (HttpRequestMessage[])[new(HttpMethod.Post, "/_blazor/negotiate"), new(HttpMethod.Get, "/_blazor")])
        {
            if (request.Method == HttpMethod.Get)
            {
                request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
                request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
            }

            if (origin is not null)
                request.Headers.TryAddWithoutValidation("Origin", origin == "own" ? host.Address.GetLeftPart(UriPartial.Authority) : origin);
            Assert.Equal(expected, (await lead.SendAsync(request)).StatusCode);
        }
    }

    private static async Task<HttpResponseMessage> EnterAsync(HttpClient browser, string code)
    {
        Match field = FormField().Match(await browser.GetStringAsync("/signin/" + code));
        Dictionary<string, string> form = new() { [field.Groups[1].Value] = WebUtility.HtmlDecode(field.Groups[2].Value) };
        return await browser.PostAsync("/signin/" + code, new FormUrlEncodedContent(form));
    }

    private static HttpClient Browser(ApiHost host) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() }) { BaseAddress = host.Address };

    [GeneratedRegex("https?://", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignHost();

    [GeneratedRegex("<script[^>]* src=\"([^\"]+)\"")]
    private static partial Regex ScriptSource();

    [GeneratedRegex("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]+)\"")]
    private static partial Regex FormField();
}
