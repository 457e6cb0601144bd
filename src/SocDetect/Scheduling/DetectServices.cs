using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Quartz;
using SocCore.Ports;
using SocCore.Storage;
using SocDetect.Sigma;

namespace SocDetect.Scheduling;

/// <summary>Puts detection into a program.</summary>
public static class DetectServices
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Registers detection with the rules of <see cref="DetectOptions.RuleFolders"/>, which are loaded when the first
    /// service asks for them and again whenever a file changes; a bad file leaves the last good set in use.
    /// </summary>
    public static IServiceCollection AddDetection(this IServiceCollection services, DetectOptions options, RuleLoadOptions load) =>
        services.AddDetectionOnDemand(options, load).AddSchedule();

    /// <summary>
    /// Registers the scan, the scheduled work and the rule bench. The program registers the stores (with an
    /// <see cref="IDetectorLease"/> where several processes share them), the <see cref="DatasetCatalog"/> and the
    /// <see cref="ISourceBench"/>.
    /// </summary>
    public static IServiceCollection AddDetection(this IServiceCollection services, DetectOptions options, Func<IServiceProvider, RuleFeed> rules) =>
        services.AddDetector(options, rules).AddSchedule();

    /// <summary>Registers detection that evaluates only what it is asked to, by <see cref="IBackfill"/>: for a command that runs by itself.</summary>
    public static IServiceCollection AddDetectionOnDemand(this IServiceCollection services, DetectOptions options, RuleLoadOptions load)
    {
        services.AddSingleton(all => new RuleCatalog(
            [.. options.RuleFolders], load, all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<RuleCatalog>>()));
        return services.AddDetector(options, static all =>
        {
            RuleCatalog catalog = all.GetRequiredService<RuleCatalog>();
            return new RuleFeed(() => catalog.Current, () => catalog.Problems);
        });
    }

    private static IServiceCollection AddDetector(this IServiceCollection services, DetectOptions options, Func<IServiceProvider, RuleFeed> rules)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DatasetCatalog>();
        services.AddSingleton(options);
        services.AddSingleton<RuleTally>();
        services.AddSingleton(static all => new Seat(all.GetService<IDetectorLease>(), all.GetRequiredService<TimeProvider>()));
        services.AddSingleton(rules);
        services.AddSingleton(static all => new DetectContext(
            all.GetRequiredService<IEventStore>(),
            all.GetRequiredService<ICaseStore>(),
            all.GetRequiredService<DetectOptions>(),
            all.GetRequiredService<RuleTally>(),
            all.GetRequiredService<TimeProvider>(),
            IdleAfter(all),
            all.GetRequiredService<Seat>(),
            all.GetService<IForeignEvents>() is { Feeds.Count: > 0 } foreign ? foreign : null,
            all.GetService<IMissingEvents>()));
        services.AddSingleton(static all => new Scan(
            all.GetRequiredService<DetectContext>(),
            all.GetRequiredService<RuleFeed>().Current,
            all.GetRequiredService<DatasetCatalog>(),
            all.GetRequiredService<ILogger<Scan>>()));
        services.AddSingleton<IRuleBench, RuleBench>();
        services.AddSingleton<IBackfill, Backfill>();
        return services;
    }

    private static IServiceCollection AddSchedule(this IServiceCollection services)
    {
        services.AddSingleton<WorkLedger>();
        services.AddQuartz(quartz => quartz.ScheduleJob<ScanJob>(trigger => trigger
            .WithIdentity("scan")
            .StartNow()
            .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(TimeSpan.FromMilliseconds(10)).MeasureIntervalFromCompletion(true).RepeatForever())));
        services.AddHostedService<WorkSchedule>();
        services.AddQuartzHostedService(static quartz => quartz.WaitForJobsToComplete = true);
        return services;
    }

    /// <summary>The silence after which a source follows the clock: its declared rhythm, at most five minutes.</summary>
    private static Func<string, TimeSpan> IdleAfter(IServiceProvider all)
    {
        DetectOptions options = all.GetRequiredService<DetectOptions>();
        return source =>
        {
            // Asked for only when needed: the sources are loaded after the services are made.
            TimeSpan? rhythm = all.GetService<ISourceBench>()?.Sources.FirstOrDefault(s => s.Id == source)?.SilentAfter;
            TimeSpan idle = rhythm ?? options.IdleAfter;
            return idle > LongestIdle ? LongestIdle : idle;
        };
    }
}
