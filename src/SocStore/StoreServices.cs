using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Storage;
using SocStore.Elastic;
using SocStore.Elastic.Gateway;
using SocStore.Embedded;
using SocStore.InMemory;

namespace SocStore;

/// <summary>Puts a store behind the three ports.</summary>
public static class StoreServices
{
    /// <summary>The files of one folder, which the process must be the only one to use. They are opened when a port is first asked for.</summary>
    public static IServiceCollection AddEmbeddedStore(this IServiceCollection services, EmbeddedStoreOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(static all => EmbeddedStore.Open(
            all.GetRequiredService<EmbeddedStoreOptions>(),
            all.GetRequiredService<TimeProvider>(),
            all.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance));
        services.AddSingleton(static all => all.GetRequiredService<EmbeddedStore>().Events);
        services.AddSingleton(static all => all.GetRequiredService<EmbeddedStore>().Checkpoints);
        services.AddSingleton(static all => all.GetRequiredService<EmbeddedStore>().Cases);
        services.AddSingleton(static all => all.GetRequiredService<EmbeddedStore>().State);
        return services;
    }

    /// <summary>A server of Elasticsearch or OpenSearch. Nothing is asked of it before a port is first used.</summary>
    public static IServiceCollection AddElasticStore(this IServiceCollection services, ElasticOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(static all => new ElasticStore(
            all.GetRequiredService<ElasticOptions>(),
            all.GetRequiredService<TimeProvider>(),
            all.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance));
        services.AddSingleton(static all => all.GetRequiredService<ElasticStore>().Events);
        services.AddSingleton(static all => all.GetRequiredService<ElasticStore>().Cases);
        services.AddSingleton(static all => all.GetRequiredService<ElasticStore>().State);
        services.AddSingleton(static all => all.GetRequiredService<ElasticStore>().Lease);
        services.AddSingleton(static all => all.GetRequiredService<ElasticStore>().Logs);
        services.AddSingleton(static all => all.GetRequiredService<ElasticStore>().Reports);
        services.AddSingleton(static all => all.GetRequiredService<ElasticStore>().Foreign);
        services.AddSingleton(static all => all.GetRequiredService<ElasticStore>().Missing);
        return services;
    }

    /// <summary>Everything in memory: nothing survives the process.</summary>
    public static IServiceCollection AddInMemoryStore(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<InMemoryEventStore>();
        services.AddSingleton<IEventStore>(static all => all.GetRequiredService<InMemoryEventStore>());
        services.AddSingleton<ICheckpointedPositions>(static all => all.GetRequiredService<InMemoryEventStore>());
        services.AddSingleton<ICaseStore, InMemoryCaseStore>();
        services.AddSingleton<IStateStore, InMemoryStateStore>();
        return services;
    }
}
