using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Storage;
using SocStore.Elastic.Cases;
using SocStore.Elastic.Gateway;
using SocTesting.Elastic;
using SocTesting.Storage;
using Xunit;

namespace SocStore.Tests.Elastic.Cases;

public abstract class ElasticCaseStoreTests(SearchServers servers, SearchServer server) : CaseStoreConformance
{
    private TestIndices? _indices;
    private ElasticGateway? _gateway;
    private ElasticCaseStore? _store;

    protected override bool IsDurable => true;

    protected override async ValueTask<ICaseStore> OpenAsync()
    {
        _indices ??= await TestIndices.MakeAsync(await servers.GetAsync(server), CaseIndices.All, Cancel);
        _gateway = _indices.Connect();
        return _store = new ElasticCaseStore(_gateway, Clock, NullLoggerFactory.Instance);
    }

    protected override ValueTask CloseAsync()
    {
        _store?.Dispose();
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
