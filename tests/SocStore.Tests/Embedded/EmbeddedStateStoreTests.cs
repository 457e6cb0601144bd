using SocCore.Storage;
using SocStore.Embedded.Cases;
using SocTesting.Storage;

namespace SocStore.Tests.Embedded;

public sealed class EmbeddedStateStoreTests : StateStoreConformance
{
    private readonly TemporaryFolder _folder = new();
    private CaseFile? _file;

    protected override bool IsDurable => true;

    protected override ValueTask<IStateStore> OpenAsync()
    {
        _file = CaseFile.Open(_folder["soc.db"]);
        return new(new EmbeddedStateStore(_file));
    }

    protected override ValueTask CloseAsync()
    {
        _file?.Dispose();
        return default;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
