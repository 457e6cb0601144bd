using Microsoft.Extensions.Logging.Abstractions;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Setup;

namespace SocStore.Tests.Elastic;

/// <summary>The product's own indices under a prefix that no other test has; deleted in the end.</summary>
internal sealed class TestIndices : IAsyncDisposable
{
    private readonly List<string> _names = [];

    private TestIndices(Uri address)
    {
        Options = new ElasticOptions { Nodes = [address.AbsoluteUri], IndexPrefix = $"t{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):n}-" };
        Gateway = Connect();
    }

    public ElasticOptions Options { get; }

    public ElasticGateway Gateway { get; }

    public static async Task<TestIndices> MakeAsync(Uri address, IReadOnlyList<IndexDefinition> definitions, CancellationToken cancel)
    {
        TestIndices indices = new(address);
        indices._names.AddRange(definitions.Select(d => d.In(indices.Options)));
        await Task.WhenAll(definitions.Select(d => new ElasticSetup(indices.Gateway, NullLogger.Instance).MakeIndexAsync(d, cancel)));
        return indices;
    }

    /// <summary>Another way to the same indices, as another process has it; what it sends goes through a handler first.</summary>
    public ElasticGateway Connect(DelegatingHandler? watch = null) => new(Options with { Retries = watch is null ? Options.Retries : 0 }, TimeProvider.System, NullLoggerFactory.Instance, watch);

    public async ValueTask DisposeAsync()
    {
        if (_names.Count > 0)
        {
            using (await Gateway.SendAsync(ElasticRequest.Delete(string.Join(',', _names)), CancellationToken.None))
                _names.Clear();
        }

        Gateway.Dispose();
    }
}
