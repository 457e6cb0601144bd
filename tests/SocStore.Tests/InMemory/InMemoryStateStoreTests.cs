using SocCore.Storage;
using SocStore.InMemory;
using SocTesting.Storage;

namespace SocStore.Tests.InMemory;

public sealed class InMemoryStateStoreTests : StateStoreConformance
{
    protected override bool IsDurable => false;

    protected override ValueTask<IStateStore> OpenAsync() => new(new InMemoryStateStore(Clock));

    protected override ValueTask CloseAsync() => default;
}
