using Xunit;

namespace SocTesting.Elastic;

/// <summary>
/// The servers of a test assembly, each started when it is first asked for and stopped and deleted with the assembly:
/// <c>[assembly: AssemblyFixture(typeof(SearchServers))]</c>. One that <c>SOC_TEST_ELASTICSEARCH</c> or <c>SOC_TEST_OPENSEARCH</c>
/// names is used instead, and left alone afterwards. Tests share a server and keep apart by the names of their indices.
/// </summary>
public sealed class SearchServers : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<SearchServer, TestServerProcess> _running = [];
    private readonly Dictionary<SearchServer, string> _absent = [];

    /// <summary>The address of a server; skips the running test, by name and with the reason, when none can be had.</summary>
    public async Task<Uri> GetAsync(SearchServer server)
    {
        string variable = $"SOC_TEST_{server.ToString().ToUpperInvariant()}";
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given)
            return new Uri(given);
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_running.TryGetValue(server, out TestServerProcess? running))
                return running.Address;
            if (!_absent.TryGetValue(server, out string? reason) && (reason = TestServerProcess.WhyNot(server)) is not null)
                _absent[server] = reason;
            if (reason is not null)
                Assert.Skip($"{server} is absent: {reason}; set {variable} to the address of one that tests may use");
            running = await TestServerProcess.StartAsync(server, TestContext.Current.CancellationToken);
            _running[server] = running;
            return running.Address;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => default;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (TestServerProcess running in _running.Values)
            await running.DisposeAsync();
        _gate.Dispose();
    }
}
