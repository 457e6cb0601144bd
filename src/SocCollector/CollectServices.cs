using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using SocCollector.Listeners;
using SocCollector.Pipeline;
using SocCollector.Sources;
using SocCore.Ports;
using SocCore.Storage;

namespace SocCollector;

/// <summary>Adds the collector's role to a host.</summary>
public static class CollectServices
{
    /// <summary>
    /// The collector as a hosted service and as <see cref="ISourceBench"/>. It takes <see cref="IEventStore"/> and
    /// <see cref="IStateStore"/> from the container, <see cref="ICheckpointedPositions"/> and <see cref="SourceCatalog"/> if there is one. To be added behind the
    /// store: hosted services start in order and stop in reverse.
    /// </summary>
    public static IServiceCollection AddCollector(this IServiceCollection services, CollectorOptions options)
    {
        // A listener's own agency stands behind what the inventory says of it.
        foreach (ListenerOptions listener in options.Listeners)
        {
            if (!string.IsNullOrEmpty(listener.Agency))
                options.Sources.Inventory.Add(new InventoryEntry { Listener = listener.Id, Agency = listener.Agency });
        }

        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new SourceCatalog(
            provider.GetRequiredService<CollectorOptions>().Sources,
            provider.GetService<DatasetCatalog>(),
            provider.GetRequiredService<ILogger<SourceCatalog>>()));
        services.AddSingleton(static provider => new Collector(
            provider.GetRequiredService<CollectorOptions>(),
            provider.GetRequiredService<SourceCatalog>(),
            provider.GetService<IEventStore>(),
            provider.GetService<IStateStore>(),
            provider.GetService<ICheckpointedPositions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<ISourceBench, SourceBench>();
        services.AddHostedService(static provider => provider.GetRequiredService<Collector>());
        return services;
    }
}
