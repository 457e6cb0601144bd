using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocApi;
using SocApi.Auth;
using SocApi.Console;
using SocCore.Ports;
using SocCore.Storage;
using SocStore;

namespace EndToEnd.Tests.Console;

/// <summary>API and console on Kestrel at a free port of the loopback, on stores in memory with a morning of the city in them.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _keys;

    private ConsoleHost(WebApplication app, FaultLog faults, DirectoryInfo keys)
    {
        _app = app;
        Faults = faults;
        _keys = keys;
        Scene = new CityScene(Get<IEventStore>(), Get<ICaseStore>(), Get<IStateStore>(), Get<TimeProvider>());
    }

    /// <summary>What the server logged as an error.</summary>
    public FaultLog Faults { get; }

    /// <summary>What happens in the city.</summary>
    public CityScene Scene { get; }

    /// <summary>http://127.0.0.1:port</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<ConsoleHost> StartAsync(ConsoleOptions? options = null)
    {
        DirectoryInfo keys = Directory.CreateTempSubdirectory("soc-console-");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        FaultLog faults = new();
        builder.Logging.AddProvider(faults);
        builder.Services.AddSingleton<TimeProvider>(new CityClock());
        builder.Services.AddSingleton<ISourceBench, SceneSources>();
        builder.Services.AddSingleton<IRuleBench, SceneRules>();
        builder.Services.AddInMemoryStore();
        builder.Services.AddSocApi(new ApiOptions { KeyFolder = keys.FullName });
        builder.Services.AddSocConsole(options ?? new ConsoleOptions());
        WebApplication app = builder.Build();
        app.UseSocConsole();
        app.UseSocApi();
        app.MapSocApi();
        app.MapSocConsole();
        await app.StartAsync(TestContext.Current.CancellationToken);
        ConsoleHost host = new(app, faults, keys);
        await host.Scene.PlayAsync();
        return host;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A link that signs that person in once.</summary>
    public async Task<string> LinkAsync(string name = "Nguyễn Thị An", string role = Roles.Lead, string agency = AgencyScope.CitySoc) =>
        Address + OneTimeLinks.PathOf(await Get<OneTimeLinks>().CreateAsync(new TokenRequest(name, role, agency, Name: name), TestContext.Current.CancellationToken));

    /// <summary>Ends the server under the eyes of its readers.</summary>
    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _keys.Delete(recursive: true);
    }
}
