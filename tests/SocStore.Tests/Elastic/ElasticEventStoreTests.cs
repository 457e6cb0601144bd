using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Storage;
using SocStore.Elastic;
using SocStore.Elastic.Events;
using SocTesting.Elastic;
using SocTesting.Storage;

namespace SocStore.Tests.Elastic;

public abstract class ElasticEventStoreTests(ElasticClassSpace shared, SearchServer server) : EventStoreConformance
{
    private ElasticEventStore? _store;
    private ElasticReadiness? _ready;

    protected override bool IsDurable => true;

    private protected ElasticTestSpace? Space { get; private set; }

    protected override async ValueTask<IEventStore> OpenAsync()
    {
        Space = await shared.GetAsync(server);
        _ready = new ElasticReadiness(Space.Gateway, NullLogger.Instance);
        _store = new ElasticEventStore(_ready, Space.Gateway, Clock, NullLogger.Instance);
        return new RefreshedEventStore(_store, Space);
    }

    protected override ValueTask CloseAsync()
    {
        _store?.Dispose();
        _ready?.Dispose();
        return default;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await shared.ClearAsync();
        GC.SuppressFinalize(this);
    }
}
