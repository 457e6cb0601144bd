using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SocStore.Elastic.Gateway;
using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic;

public abstract class ElasticGatewayTests(SearchServers servers, SearchServer server) : IAsyncLifetime
{
    private readonly string _index = $"gateway-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):n}";
    private ElasticGateway? _gateway;

    private ElasticGateway Gateway => _gateway!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Uri address = await servers.GetAsync(server);
        // The first node refuses connections: the second has to do.
        ElasticOptions options = new() { Nodes = ["http://127.0.0.1:1", address.AbsoluteUri], Compress = true };
        _gateway = new ElasticGateway(options, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            (await _gateway.SendAsync(ElasticRequest.Delete(_index).Expecting(404), CancellationToken.None)).Dispose();
        _gateway?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Server_is_known_by_product_and_version()
    {
        ElasticDialect dialect = await Gateway.ConnectAsync(Cancel);
        Assert.Equal(server.ToString(), dialect.Product.ToString());
        Assert.True(dialect.Version.Major >= 2);
        Assert.Contains(Gateway.Nodes, static n => n.Failures > 0);
    }

    [Fact]
    public async Task Document_is_written_and_read()
    {
        JsonObject document = new() { ["message"] = new string('đ', 2000) };
        using (ElasticResponse written = await Gateway.SendAsync(ElasticRequest.Put($"{_index}/_doc/1", document), Cancel))
            Assert.Equal(201, written.Status);
        using ElasticResponse read = await Gateway.SendAsync(ElasticRequest.Get($"{_index}/_doc/1"), Cancel);
        Assert.Equal(document["message"]!.GetValue<string>(), read.Root.GetProperty("_source").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Refusals_are_told_apart()
    {
        (await Gateway.SendAsync(ElasticRequest.Put($"{_index}/_create/1", new JsonObject()), Cancel)).Dispose();
        Assert.Equal(ElasticFailure.Conflict, await FailureAsync(ElasticRequest.Put($"{_index}/_create/1", new JsonObject())));
        Assert.Equal(ElasticFailure.Conflict, await FailureAsync(ElasticRequest.Put($"{_index}/_doc/1?if_seq_no=7&if_primary_term=1", new JsonObject()).Once()));
        Assert.Equal(ElasticFailure.NotFound, await FailureAsync(ElasticRequest.Get($"{_index}-absent/_search")));
        Assert.Equal(ElasticFailure.Refused, await FailureAsync(ElasticRequest.Post($"{_index}/_search", new JsonObject { ["query"] = new JsonObject { ["no"] = 1 } })));
        (await Gateway.SendAsync(ElasticRequest.Put($"{_index}/_settings", new JsonObject { ["index.blocks.write"] = true }), Cancel)).Dispose();
        Assert.Equal(ElasticFailure.Blocked, await FailureAsync(ElasticRequest.Put($"{_index}/_doc/2", new JsonObject())));
        using ElasticResponse absent = await Gateway.SendAsync(ElasticRequest.Get($"{_index}/_doc/9").Expecting(404), Cancel);
        Assert.Equal(404, absent.Status);
    }

    private async Task<ElasticFailure> FailureAsync(ElasticRequest request) =>
        (await Assert.ThrowsAsync<ElasticException>(() => Gateway.SendAsync(request, Cancel))).Failure;
}
