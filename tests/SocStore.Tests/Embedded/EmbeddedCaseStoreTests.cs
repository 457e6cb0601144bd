using SocCore.Storage;
using SocStore.Embedded.Cases;
using SocTesting.Storage;

namespace SocStore.Tests.Embedded;

public sealed class EmbeddedCaseStoreTests : CaseStoreConformance
{
    private readonly TemporaryFolder _folder = new();
    private CaseFile? _file;

    protected override bool IsDurable => true;

    protected override ValueTask<ICaseStore> OpenAsync()
    {
        _file = CaseFile.Open(_folder["soc.db"]);
        return new(new EmbeddedCaseStore(_file, Clock, EmbeddedCaseStore.LastChange(_file)));
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
