using SocCore.Storage;
using SocStore.InMemory;
using SocTesting.Storage;

namespace SocStore.Tests.InMemory;

public sealed class InMemoryEventStoreTests : EventStoreConformance
{
    protected override bool IsDurable => false;

    protected override ValueTask<IEventStore> OpenAsync() => new(new InMemoryEventStore(Clock));

    protected override ValueTask CloseAsync() => default;
}
