using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Storage;
using SocStore.Embedded;
using SocTesting.Storage;

namespace SocStore.Tests.Embedded;

public sealed class EmbeddedEventStoreTests : EventStoreConformance
{
    private readonly TemporaryFolder _folder = new();
    private EmbeddedStore? _store;

    protected override bool IsDurable => true;

    protected override ValueTask<IEventStore> OpenAsync()
    {
        _store = EmbeddedStore.Open(new EmbeddedStoreOptions { Folder = _folder.Path }, Clock, NullLoggerFactory.Instance);
        return new(_store.Events);
    }

    protected override async ValueTask CloseAsync() => await (_store?.DisposeAsync() ?? default);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
