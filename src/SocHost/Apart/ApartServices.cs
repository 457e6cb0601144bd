using SocCollector;
using SocCore.Ports;
using SocDetect.Scheduling;
using SocDetect.Sigma;
using SocHost.Settings;

namespace SocHost.Apart;

/// <summary>The roles of a process on a store that other processes work on too: any number of collectors and APIs, one active detector.</summary>
internal static class ApartServices
{
    /// <summary>Adds the roles of the target, and what stands in for the others.</summary>
    public static void AddApart(this IServiceCollection services, SocSettings settings, Target target)
    {
        Settings.HostOptions options = settings.Options;
        services.AddSingleton<RoleReports>();
        services.AddHostedService(all => new SpoolNumber(
            all.GetRequiredService<SocCore.Storage.IStateStore>(),
            options.Collector,
            settings.DataFolder,
            all.GetRequiredService<TimeProvider>(),
            all.GetRequiredService<ILogger<SpoolNumber>>()));
        AddSources(services, options.Collector, target.HasFlag(Target.Collector));
        if (target.HasFlag(Target.Detect))
        {
            services.AddDetection(options.Detect, new RuleLoadOptions { RunTests = true });
            services.AddHostedService<RuleReporter>();
        }
        else if (target == Target.None)
        {
            services.AddDetectionOnDemand(options.Detect, new RuleLoadOptions { RunTests = true });
        }
        else
        {
            services.AddSingleton<ReportedRules>();
            services.AddSingleton<IRuleBench>(static all => all.GetRequiredService<ReportedRules>());
            services.AddHostedService(static all => all.GetRequiredService<ReportedRules>());
        }
    }

    /// <summary>
    /// Every process reads the source files: detection asks what they offer to rules, the API replays dead letters by them.
    /// Only a collector hears anybody.
    /// </summary>
    private static void AddSources(IServiceCollection services, CollectorOptions options, bool isCollector)
    {
        if (!isCollector)
            options.Listeners.Clear();
        services.AddCollector(options);
        ServiceDescriptor here = services.Last(static s => s.ServiceType == typeof(ISourceBench));
        services.Remove(here);
        services.AddKeyedSingleton(typeof(ISourceBench), ReportedSources.Here, here.ImplementationType!);
        services.AddSingleton<ReportedSources>();
        services.AddSingleton<ISourceBench>(static all => all.GetRequiredService<ReportedSources>());
        services.AddHostedService(static all => all.GetRequiredService<ReportedSources>());
        if (isCollector)
        {
            services.AddHostedService(static all => new SourceReporter(
                all.GetRequiredService<RoleReports>(),
                all.GetRequiredKeyedService<ISourceBench>(ReportedSources.Here),
                all.GetRequiredService<CollectorOptions>(),
                all.GetRequiredService<TimeProvider>(),
                all.GetRequiredService<ILogger<SourceReporter>>()));
        }
    }
}
