using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SocApi.Auth;
using SocApi.Reports;
using SocCore.Ports;
using SocCore.Storage;
using SocStore.InMemory;
using SocTesting;

namespace SocApi.Tests.City;

/// <summary>The API on a real port, over stores in memory, with a clock that stands still.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("soc-api-test-");
    private readonly WebApplication _app;

    private ApiHost(Action<ApiOptions>? configure, Action<IServiceCollection>? register, InMemoryStateStore? state)
    {
        Options = new ApiOptions
        {
            KeyFolder = Path.Combine(_keys.FullName, "keys"),
            RequestsPerSecond = 100_000,
            RequestBurst = 100_000,
            RefusalsPerMinute = 100_000,
            ConcurrentSearches = 100,
        };
        configure?.Invoke(Options);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        Events = new InMemoryEventStore(Clock);
        Cases = new InMemoryCaseStore(Clock);
        State = state ?? new InMemoryStateStore(Clock);
        builder.Services.AddSingleton<IEventStore>(Events);
        builder.Services.AddSingleton<ICaseStore>(Cases);
        builder.Services.AddSingleton<IStateStore>(State);
        builder.Services.AddSingleton<ISourceBench>(Sources);
        builder.Services.AddSingleton<IRuleBench>(Rules);
        // A browser in each of these hosts would cost seconds; the PDF has a test of its own.
        builder.Services.AddSocApi(Options, new ReportOptions { Folder = Path.Combine(_keys.FullName, "reports"), Pdf = false });
        register?.Invoke(builder.Services);
        _app = builder.Build();
        _app.UseSocApi();
        _app.MapSocApi();
        _app.MapGet("/", static (HttpContext context) => context.User.Identity!.Name).RequireScope(Scopes.Any);
    }

    public ApiOptions Options { get; }

    public FakeTimeProvider Clock { get; } = new(Some.Time.AddHours(1));

    public InMemoryEventStore Events { get; }

    public InMemoryCaseStore Cases { get; }

    public InMemoryStateStore State { get; }

    public FixedSourceBench Sources { get; } = new();

    public FixedRuleBench Rules { get; } = new();

    public IServiceProvider Services => _app.Services;

    public Uri Address { get; private set; } = null!;

    public IEnumerable<RouteEndpoint> Endpoints =>
        _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static async Task<ApiHost> StartAsync(Action<ApiOptions>? configure = null, Action<IServiceCollection>? register = null, InMemoryStateStore? state = null)
    {
        ApiHost host = new(configure, register, state);
        await host._app.StartAsync();
        host.Address = new Uri(host._app.Urls.Single());
        return host;
    }

    /// <summary>A token for a role of an agency.</summary>
    public string Token(string role, string agency = AgencyScope.CitySoc, string? subject = null, TimeSpan? ttl = null) =>
        Services.GetRequiredService<TokenIssuer>().Issue(new TokenRequest(subject ?? $"{role}@{agency}", role, agency, ttl)).Value.Jwt;

    /// <summary>A client with a token; null: without one.</summary>
    public HttpClient Client(string? token, string language = "en")
    {
        HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A client of a role of an agency.</summary>
    public HttpClient As(string role, string agency = AgencyScope.CitySoc, string? subject = null) => Client(Token(role, agency, subject));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _keys.Delete(recursive: true);
    }

    /// <summary>A request with a JSON content.</summary>
    public static HttpRequestMessage Request(HttpMethod method, string path, string? json = null, string? ifMatch = null, string mediaType = "application/json")
    {
        HttpRequestMessage request = new(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, mediaType);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return request;
    }

    /// <summary>The JSON of an answer.</summary>
    public static async Task<JsonNode> JsonAsync(HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
}
