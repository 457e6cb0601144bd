using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Storage;
using SocStore.Elastic.Events;
using SocTesting.Elastic;
using SocTesting.Storage;

namespace SocStore.Tests.Elastic;

public abstract class ElasticEventStoreTests(ElasticClassSpace shared, SearchServer server) : EventStoreConformance
{
    private ElasticEventStore? _store;

    protected override bool IsDurable => true;

    private protected ElasticTestSpace? Space { get; private set; }

    protected override async ValueTask<IEventStore> OpenAsync()
    {
        Space = await shared.GetAsync(server);
        _store = new ElasticEventStore(Space.Gateway, Clock, NullLogger.Instance);
        return new RefreshedEventStore(_store, Space);
    }

    protected override ValueTask CloseAsync()
    {
        _store?.Dispose();
        return default;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await shared.ClearAsync();
        GC.SuppressFinalize(this);
    }
}
