using Microsoft.Extensions.Logging.Abstractions;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Setup;
using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic;

/// <summary>One set-up space for the tests of a class, which run one after the other and leave it empty.</summary>
public sealed class ElasticClassSpace(SearchServers servers) : IAsyncLifetime
{
    private ElasticTestSpace? _space;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        if (_space is not null)
            await _space.DisposeAsync();
    }

    internal async Task<ElasticTestSpace> GetAsync(SearchServer server) => _space ??= await ElasticTestSpace.MakeAsync(servers, server);

    internal async Task ClearAsync()
    {
        if (_space is null)
            return;
        (await _space.Gateway.SendAsync(ElasticRequest.Delete($"_data_stream/logs-*-{_space.Options.Namespace}").Expecting(404), CancellationToken.None)).Dispose();
        // Made anew, not emptied: a server remembers the versions of deleted documents for a while.
        foreach (IndexDefinition index in StoreIndices.All)
        {
            (await _space.Gateway.SendAsync(ElasticRequest.Delete(index.In(_space.Options)).Expecting(404), CancellationToken.None)).Dispose();
            await new ElasticSetup(_space.Gateway, NullLogger.Instance).MakeIndexAsync(index, CancellationToken.None);
        }
    }
}
