using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Serilog;
using Serilog.Events;
using SocApi;
using SocApi.Console;
using SocCollector;
using SocCore.Ports;
using SocCore.Storage;
using SocDetect.Scheduling;
using SocDetect.Sigma;
using SocHost.Apart;
using SocHost.Local;
using SocHost.Logging;
using SocHost.Settings;
using SocStore;

namespace SocHost;

/// <summary>Puts a process together: the store, then the roles of its target, then the API; it is stopped in reverse.</summary>
internal static class SocApplication
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Builds the application; nothing listens before it is started.</summary>
    public static WebApplication Build(SocSettings settings, Target target, RunChoices choices)
    {
        DataFolder.Create(settings.DataFolder);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(SocApplication).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddConfiguration(settings.Configuration);
        builder.Host.UseSerilog((_, services, log) => Configure(log, services, target, choices.Quiet));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(static host => host.ShutdownTimeout = Patience);
        AddRoles(builder.Services, settings, target, choices);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings, target, choices));
        WebApplication app = builder.Build();
        // Opening the store takes the folder's lock: a socket that is still there then belongs to a process that is not.
        if (choices.To is null)
            app.Services.GetRequiredService<IEventStore>();
        File.Delete(DataFolder.Socket(settings.DataFolder));
        app.UseSocConsole();
        app.UseSocApi();
        app.MapSocApi();
        app.MapSocConsole();
        app.Lifetime.ApplicationStarted.Register(() => Protect(settings));
        return app;
    }

    private static void AddRoles(IServiceCollection services, SocSettings settings, Target target, RunChoices choices)
    {
        Settings.HostOptions options = settings.Options;
        services.AddSingleton<DatasetCatalog>();
        // A collector that writes to a file opens no store; what the API beside it asks for is empty.
        if (options.Store.Kind == StoreKind.InMemory || choices.To is not null)
            services.AddInMemoryStore();
        else if (options.Store.Kind == StoreKind.Elasticsearch)
            services.AddElasticStore(options.Store.Elastic);
        else
            services.AddEmbeddedStore(options.Store.Embedded);
        if (target.HasFlag(Target.Detect))
        {
            services.AddSingleton(options.Store);
            services.AddSingleton<IScheduledWork, Retention>();
        }

        if (options.Store.Kind == StoreKind.Elasticsearch && choices.To is null)
            services.AddApart(settings, target);
        else
            AddTogether(services, options, target, choices);
        services.AddSocApi(options.Api, options.Reports);
        services.AddSocConsole(options.Console);
    }

    /// <summary>The roles of the one process that has the store to itself.</summary>
    private static void AddTogether(IServiceCollection services, Settings.HostOptions options, Target target, RunChoices choices)
    {
        if (target.HasFlag(Target.Collector) || target == Target.None)
        {
            // A command's own process hears nobody; it needs the sources to replay dead letters.
            if (target == Target.None)
                options.Collector.Listeners.Clear();
            options.Collector.To = choices.To;
            services.AddCollector(options.Collector);
        }

        if (target.HasFlag(Target.Detect))
            services.AddDetection(options.Detect, new RuleLoadOptions { RunTests = true });
        else if (target == Target.None)
            services.AddDetectionOnDemand(options.Detect, new RuleLoadOptions { RunTests = true });
    }

    private static void Configure(LoggerConfiguration log, IServiceProvider services, Target target, bool quiet)
    {
        // The archive is asked for with the first batch: making it needs a log.
        if (services.GetService<IServiceProviderIsService>() is { } known && known.IsService(typeof(ILogArchive)))
            log.WriteTo.Sink(new ArchiveSink(services.GetService<ILogArchive>, new EcsLogEvent(target.ToString().ToLowerInvariant())), ArchiveSink.Batching);
        log.MinimumLevel.Is(quiet ? LogEventLevel.Warning : LogEventLevel.Information)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            .WriteTo.Console(
                outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {SourceContext} {Message:lj}{NewLine}{Exception}",
                formatProvider: System.Globalization.CultureInfo.InvariantCulture,
                // What programs read is on stdout, so nothing else may be.
                standardErrorFromLevel: LogEventLevel.Verbose);
    }

    private static void Listen(KestrelServerOptions kestrel, SocSettings settings, Target target, RunChoices choices)
    {
        kestrel.AddServerHeader = false;
        string socket = DataFolder.Socket(settings.DataFolder);
        kestrel.ListenUnixSocket(socket);
        if (!target.HasFlag(Target.Api))
            return;
        HttpOptions http = settings.Options.Http;
        Uri uri = new(choices.Url ?? http.Url);
        HttpOptions.TryAddress(uri, out IPAddress? address);
        kestrel.Listen(address!, uri.Port, listen =>
        {
            if (uri.Scheme == "https")
                listen.UseHttps(X509Certificate2.CreateFromPemFile(http.CertificateFile!, http.KeyFile!));
        });
    }

    private static void Protect(SocSettings settings)
    {
        string socket = DataFolder.Socket(settings.DataFolder);
        if (File.Exists(socket) && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
