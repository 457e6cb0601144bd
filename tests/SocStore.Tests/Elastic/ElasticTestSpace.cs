using Microsoft.Extensions.Logging.Abstractions;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Setup;
using SocTesting.Elastic;

namespace SocStore.Tests.Elastic;

/// <summary>Names of its own on a shared server, set up; everything below them is deleted in the end.</summary>
internal sealed class ElasticTestSpace : IAsyncDisposable
{
    private static int _count;

    private ElasticTestSpace(ElasticOptions options, DelegatingHandler? watch)
    {
        Options = options;
        Gateway = new ElasticGateway(options, TimeProvider.System, NullLoggerFactory.Instance, watch);
    }

    public ElasticOptions Options { get; }

    public ElasticGateway Gateway { get; }

    /// <summary>A space on that server; skips the running test when there is none.</summary>
    public static async Task<ElasticTestSpace> MakeAsync(SearchServers servers, SearchServer server, bool isSetUp = true, DelegatingHandler? watch = null, Func<ElasticOptions, ElasticOptions>? with = null)
    {
        Uri address = await servers.GetAsync(server);
        string name = $"t{Environment.ProcessId:x}{Interlocked.Increment(ref _count):x}{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() & 0xffffff:x}";
        ElasticOptions options = new() { Nodes = [address.AbsoluteUri], Namespace = name, IndexPrefix = $"{name}-" };
        ElasticTestSpace space = new(with?.Invoke(options) ?? options, watch);
        if (isSetUp)
            await space.SetUpAsync();
        return space;
    }

    public Task<SetupReport> SetUpAsync(int streams = 1) => new ElasticSetup(Gateway, NullLogger.Instance).RunAsync(streams, CancellationToken.None);

    public async Task RefreshAsync() =>
        (await Gateway.SendAsync(ElasticRequest.Post($"logs-*-{Options.Namespace},{Options.IndexPrefix}*/_refresh?ignore_unavailable=true&allow_no_indices=true"), CancellationToken.None)).Dispose();

    public async ValueTask DisposeAsync()
    {
        List<string> paths = [$"_data_stream/logs-*-{Options.Namespace}", $"_index_template/{Options.IndexPrefix}*", $"_component_template/{Options.IndexPrefix}*"];
        using (ElasticResponse own = await Gateway.SendAsync(ElasticRequest.Get($"_cat/indices/{Options.IndexPrefix}*?format=json&h=index").Expecting(404), CancellationToken.None))
        {
            if (own.IsSuccess)
                paths.AddRange(own.Root.EnumerateArray().Select(static i => i.GetProperty("index").GetString()!));
        }

        foreach (string path in paths)
            (await Gateway.SendAsync(ElasticRequest.Delete(path).Expecting(404), CancellationToken.None)).Dispose();
        Gateway.Dispose();
    }
}
