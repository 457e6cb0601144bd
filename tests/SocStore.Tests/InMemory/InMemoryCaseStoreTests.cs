using SocCore.Storage;
using SocStore.InMemory;
using SocTesting.Storage;

namespace SocStore.Tests.InMemory;

public sealed class InMemoryCaseStoreTests : CaseStoreConformance
{
    protected override bool IsDurable => false;

    protected override ValueTask<ICaseStore> OpenAsync() => new(new InMemoryCaseStore(Clock));

    protected override ValueTask CloseAsync() => default;
}
