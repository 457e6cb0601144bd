using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Incidents;
using SocCore.Storage;
using SocHost.Simulation;
using SocHost.Simulation.Sending;
using SocHost.Tests.Delivery;
using SocHost.Tests.Running;
using SocStore.Elastic;
using SocStore.Elastic.Gateway;
using SocTesting.Elastic;
using Xunit;

namespace SocHost.Tests.Apart;

/// <summary>
/// One scenario, sent three times: to one process on the embedded store, to one on Elasticsearch, and to collector, detector
/// and API as processes of their own. The detections are the same: rule, group, first and last event, number of matches.
/// </summary>
public sealed class SameIncidentsTests(SearchServers servers, ITestOutputHelper output) : IDisposable
{
    private const string Space = "same";

    // Cards and plates are keyed hashes, and groups are made of them.
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("soc-keys-");
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan PlayTime = TimeSpan.FromSeconds(12);
    private static readonly DateTimeOffset Start = new(TimeProvider.System.GetUtcNow().Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond - TimeSpan.FromHours(1).Ticks, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Embedded_one_process_on_Elasticsearch_and_three_roles_apart_find_the_same()
    {
        Uri server = await servers.GetAsync(SearchServer.Elasticsearch);
        (IReadOnlyList<string> embedded, int events) = await EmbeddedAsync();
        IReadOnlyList<string> whole = await ElasticAsync(server, events, "soc-whole-", "all");
        IReadOnlyList<string> apart = await ElasticAsync(server, events, "soc-apart-", "collector", "detect", "api");
        output.WriteLine($"{embedded.Count} detections on each");
        Assert.True(embedded.Count >= 20, $"only {embedded.Count} detections");
        Assert.Equal(embedded, whole);
        Assert.Equal(embedded, apart);
    }

    public void Dispose() => _keys.Delete(recursive: true);

    private string KeyFile => Path.Combine(_keys.FullName, "identity.keys");

    private async Task<(IReadOnlyList<string> Detections, int Events)> EmbeddedAsync()
    {
        await using City city = new(KeyFile, null, null);
        await city.Process.StartAsync();
        await city.PlayAsync();
        StoredRun run = await city.EndAsync();
        Assert.True(run.IsScanned, "detection did not read everything");
        return (run.Bursts, run.Originals.Count);
    }

    private async Task<IReadOnlyList<string>> ElasticAsync(Uri server, int events, string prefix, params string[] roles)
    {
        string space = prefix.Replace('-', '_') + Space;
        using ElasticStore store = new(new ElasticOptions { Nodes = [server.ToString()], IndexPrefix = prefix, Namespace = space }, TimeProvider.System, NullLoggerFactory.Instance);
        List<City> cities = [];
        try
        {
            foreach (string role in roles)
            {
                City city = new(KeyFile, server, (prefix, space));
                cities.Add(city);
                await city.Process.StartAsync("--target", role);
            }

            await cities[0].PlayAsync();
            await SettleAsync(store, events);
            return Lines(await store.Cases.GetDetectionsSinceAsync(DateTimeOffset.MinValue, Cancel));
        }
        finally
        {
            foreach (City city in cities)
                await city.DisposeAsync();
            await store.EraseAsync(CancellationToken.None);
        }
    }

    /// <summary>
    /// Waits until as much as elsewhere is published, nothing more comes and all of it was scanned. A server that makes its
    /// streams takes its time: that little came so far, and is scanned, says nothing. What does not come for a minute is missing.
    /// </summary>
    private async Task SettleAsync(ElasticStore store, int events)
    {
        long before = -1;
        int calm = 0;
        for (int i = 0; i < 600; i++)
        {
            await Task.Delay(1000, Cancel);
            IReadOnlyList<SpoolPosition> published = await store.Events.GetPublishedAsync(Cancel);
            IReadOnlyList<SpoolPosition> cursors = await store.Cases.GetCursorsAsync(Cancel);
            long sum = published.Sum(static p => p.Sequence);
            bool isScanned = published.Count > 0 && published.All(p => cursors.Any(c => c.Spool == p.Spool && c.Sequence >= p.Sequence));
            calm = isScanned && sum == before ? calm + 1 : 0;
            before = sum;
            if (calm >= (sum >= events ? 4 : 60))
            {
                output.WriteLine($"{sum} published, {events} stored elsewhere, calm after {i + 1} s");
                return;
            }
        }

        Assert.Fail("detection did not come to rest within ten minutes");
    }

    private static IReadOnlyList<string> Lines(IReadOnlyList<Detection> detections) =>
    [
        .. detections.Where(static d => d.MergedInto is null && !d.Contradicted)
            .Select(static d => $"{d.RuleId} {d.GroupKey} {d.FirstEvent:O} {d.LastEvent:O} {d.MatchCount}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A process with the listeners of a city, and the city that sends to it.</summary>
    private sealed class City : IAsyncDisposable
    {
        private readonly int _udp = SocProcess.FreePort();
        private readonly int _tcp = SocProcess.FreePort();
        private readonly int _relp = SocProcess.FreePort();
        private long _sent;

        public City(string keyFile, Uri? server, (string Prefix, string Space)? names)
        {
            Directory.CreateDirectory(Logs);
            object listener(string id, string kind, int port) => new { Id = id, Kind = kind, Port = port };
            object store = server is null
                ? new { Kind = "Embedded" }
                : new { Kind = "Elasticsearch", Elastic = new { Nodes = new[] { server.ToString() }, IndexPrefix = names!.Value.Prefix, Namespace = names.Value.Space } };
            object tail = new { Id = "files", Kind = "File", PollEvery = "00:00:00.050", Paths = new[] { Path.Combine(Logs, "*"), Path.Combine(Logs, "*", "*"), Path.Combine(Logs, "*", "*", "*") } };
            Process.Configure(JsonSerializer.Serialize(new
            {
                Soc = new
                {
                    Http = new { Url = $"http://127.0.0.1:{Process.ApiPort}" },
                    Store = store,
                    Collector = new { Sources = new { KeyFile = keyFile }, Listeners = new[] { listener("syslog-udp", "Udp", _udp), listener("syslog-tcp", "Tcp", _tcp), listener("syslog-relp", "Relp", _relp), tail } },
                },
            }));
        }

        public SocProcess Process { get; } = new();

        private string Logs => Path.Combine(Process.Folder, "logs");

        public async Task PlayAsync()
        {
            Scenario scenario = Scenario.Create(1, Start, Length, withAttacker: true);
            await using CitySender sender = new(new CityEndpoints(Local(_udp), Local(_tcp), Local(_relp), Logs));
            await sender.PlayAsync(scenario.Lines(), Length / PlayTime, TimeProvider.System, Cancel);
            _sent = sender.Sent;
        }

        /// <summary>Ends the process once everything is stored and scanned.</summary>
        public async Task<StoredRun> EndAsync()
        {
            for (int i = 1; ; i++)
            {
                await Task.Delay(TimeSpan.FromSeconds(3 * i), Cancel);
                Assert.Equal(0, await Process.StopAsync());
                StoredRun run = await StoredRun.ReadAsync(Process.DataFolder);
                if ((run.IsScanned && run.Originals.Count > _sent * 9 / 10) || i == 10)
                    return run;
                await Process.StartAsync();
            }
        }

        public ValueTask DisposeAsync() => Process.DisposeAsync();

        private static IPEndPoint Local(int port) => new(IPAddress.Loopback, port);
    }
}
