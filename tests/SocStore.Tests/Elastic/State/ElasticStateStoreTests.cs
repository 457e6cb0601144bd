using SocCore.Storage;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.State;
using SocTesting.Elastic;
using SocTesting.Storage;
using Xunit;

namespace SocStore.Tests.Elastic.State;

public abstract class ElasticStateStoreTests(SearchServers servers, SearchServer server) : StateStoreConformance
{
    private TestIndices? _indices;
    private ElasticGateway? _gateway;

    protected override bool IsDurable => true;

    protected override async ValueTask<IStateStore> OpenAsync()
    {
        _indices ??= await TestIndices.MakeAsync(await servers.GetAsync(server), StateIndices.All, TestContext.Current.CancellationToken);
        _gateway = _indices.Connect();
        return new ElasticStateStore(_gateway);
    }

    protected override ValueTask CloseAsync()
    {
        _gateway?.Dispose();
        return default;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_indices is not null)
            await _indices.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
