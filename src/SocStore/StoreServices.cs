using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SocCore.Storage;
using SocStore.InMemory;

namespace SocStore;

/// <summary>Puts a store behind the three ports.</summary>
public static class StoreServices
{
    /// <summary>Everything in memory: nothing survives the process.</summary>
    public static IServiceCollection AddInMemoryStore(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IEventStore, InMemoryEventStore>();
        services.AddSingleton<ICaseStore, InMemoryCaseStore>();
        services.AddSingleton<IStateStore, InMemoryStateStore>();
        return services;
    }
}
