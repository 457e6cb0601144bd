using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SocHost.Tests.Running;
using SocTesting.Elastic;
using Xunit;

namespace SocHost.Tests.Faults;

/// <summary>
/// A real server, roles as processes of their own, and a sender that never stops: something is broken and mended, and then
/// everything is counted. Collectors read files, so nothing may be lost and nothing doubled.
/// </summary>
internal sealed class FaultCity : IAsyncDisposable
{
    private const string Rules = """
        title: Failed log-in
        id: 7a0c3f6e-0000-4000-8000-000000000001
        name: failed_login
        logsource: { product: linux, service: sshd }
        detection:
          selection: { event.outcome: failure }
          condition: selection
        level: informational
        ---
        title: Many failed log-ins from one address
        id: 7a0c3f6e-0000-4000-8000-000000000002
        correlation:
          type: event_count
          rules: [failed_login]
          group-by: [source.ip]
          timespan: 1m
          condition: { gte: 5 }
        level: high
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(Environment.GetEnvironmentVariable("SOC_PROOF") == "full" ? 20 : 6);

    private readonly List<SocProcess> _processes = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly string _prefix;
    private readonly string _space;
    private readonly string _rules;
    private Task _sending = Task.CompletedTask;
    private PacedLines? _sender;

    private FaultCity(TestServerProcess server)
    {
        Server = server;
        _space = "faults";
        _prefix = "soc-";
        _rules = Directory.CreateTempSubdirectory("soc-fault-rules-").FullName;
        File.WriteAllText(Path.Combine(_rules, "many.yml"), Rules);
        Stored = new StoredCity(server.Addresses[^1], _space, _prefix);
    }

    /// <summary>The server.</summary>
    public TestServerProcess Server { get; }

    /// <summary>What it holds.</summary>
    public StoredCity Stored { get; }

    /// <summary>The collectors, in order.</summary>
    public IReadOnlyList<SocProcess> Collectors { get; private set; } = [];

    /// <summary>The detectors; the first one that started is the active one.</summary>
    public IReadOnlyList<SocProcess> Detectors { get; private set; } = [];

    /// <summary>The API.</summary>
    public SocProcess Api { get; private set; } = null!;

    /// <summary>Lines so far that no source can read.</summary>
    public int Planted => _sender!.Cut;

    /// <summary>The name of the events' stream.</summary>
    public string Stream => $"logs-linux.auth-{_space}";

    /// <summary>Starts server and roles, and the sender at that many lines a second; skips the test where there is no server.</summary>
    public static async Task<FaultCity> StartAsync(int perSecond, int collectors = 1, int detectors = 1, IReadOnlyList<string>? clocks = null, params string[] server)
    {
        if (TestServerProcess.WhyNot(SearchServer.Elasticsearch) is { } reason)
            Assert.Skip($"Elasticsearch is absent: {reason}");
        FaultCity city = new(await TestServerProcess.StartAsync(SearchServer.Elasticsearch, TestContext.Current.CancellationToken, server));
        try
        {
            city.Collectors = [.. Enumerable.Range(0, collectors).Select(_ => city.Add(isCollector: true))];
            city.Detectors = [.. Enumerable.Range(0, detectors).Select(_ => city.Add(isCollector: false))];
            city.Api = city.Add(isCollector: false);
            for (int i = 0; i < collectors; i++)
                await city.Collectors[i].StartAsync(clocks?[i] is { Length: > 0 } clock ? FakeClock.Of(clock) : null, "--target", "collector");
            foreach (SocProcess detector in city.Detectors)
                await detector.StartAsync("--target", "detect");
            await city.Api.StartAsync("--target", "api");
        }
        catch
        {
            await city.DisposeAsync();
            throw;
        }

        city._sender = new PacedLines([.. city.Collectors.Select(LogOf)], perSecond);
        city._sending = city._sender.WriteAsync(city._stop.Token);
        return city;
    }

    /// <summary>Ends the sender, waits until nothing is under way, and counts; says how long that took.</summary>
    public async Task<string> EndAsync(string fault)
    {
        long mended = Stopwatch.GetTimestamp();
        // What recovers while lines still come in recovers for real.
        await Task.Delay(TimeSpan.FromSeconds(5));
        await _stop.CancelAsync();
        await _sending;
        int written = _sender!.Written;
        await UntilAsync(async () => await Stored.CountEventsAsync() >= written, async () => $"{await Stored.CountEventsAsync()} of {written} events are stored");
        TimeSpan stored = Stopwatch.GetElapsedTime(mended);
        await UntilAsync(async () => await Stored.CountAsync(_prefix + "matches") >= written, async () => $"{await Stored.CountAsync(_prefix + "matches")} of {written} events are matched");
        await UntilAsync(async () => await DetectedAsync() >= written, async () => $"detections count {await DetectedAsync()} of {written} events");
        TimeSpan detected = Stopwatch.GetElapsedTime(mended);

        IReadOnlyList<(int Number, string Id, string Place)> events = await Stored.ReadEventsAsync();
        Assert.Equal(Enumerable.Range(0, written), events.Select(static e => e.Number).Order());
        Assert.Equal(written, events.Select(static e => e.Id).Distinct().Count());
        Assert.Equal(written, events.Select(static e => e.Place).Distinct().Count());
        Assert.Equal(_sender.Cut, await Stored.CountLettersAsync());
        Assert.Equal(written, await Stored.CountAsync(_prefix + "matches"));
        Assert.Equal(written, await DetectedAsync());
        return string.Create(CultureInfo.InvariantCulture,
            $"{fault}: {written} events of {Collectors.Count} collectors, 0 lost, 0 doubled, {_sender.Cut} dead letters as planted, each event matched once; stored {stored.TotalSeconds:0.0} s and detected {detected.TotalSeconds:0.0} s after the fault was over");
    }

    /// <summary>Waits until every line that was written so far is stored or a dead letter.</summary>
    public async Task SettleAsync()
    {
        long lines = _sender!.Written + _sender.Cut;
        async Task<long> Fates() => await Stored.CountEventsAsync() + await Stored.CountLettersAsync();
        await UntilAsync(async () => await Fates() >= lines, async () => $"{await Fates()} of {lines} lines have a fate");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        foreach (SocProcess process in _processes)
        {
            if (process.IsRunning)
                await process.SignalAsync("CONT");
            await process.DisposeAsync();
        }

        Stored.Dispose();
        _stop.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(_rules, recursive: true);
    }

    private static string LogOf(SocProcess collector) => Path.Combine(collector.Folder, "auth.log");

    private SocProcess Add(bool isCollector)
    {
        SocProcess process = new();
        _processes.Add(process);
        if (isCollector)
            File.WriteAllText(LogOf(process), "");
        process.Configure(JsonSerializer.Serialize(new
        {
            Soc = new
            {
                City = _space,
                Http = new { Url = $"http://127.0.0.1:{process.ApiPort}" },
                Store = new { Kind = "Elasticsearch", Elastic = new { Nodes = Server.Addresses.Select(static a => a.ToString()), IndexPrefix = _prefix } },
                Detect = new { RuleFolders = new[] { _rules } },
                Collector = new { Listeners = isCollector ? new object[] { new { Id = "file", Kind = "File", Paths = new[] { LogOf(process) } } } : [] },
            },
        }));
        return process;
    }

    /// <summary>How many matches the living detections of the correlation have in all.</summary>
    private async Task<long> DetectedAsync()
    {
        using JsonDocument answer = await Stored.SendAsync(HttpMethod.Post, _prefix + "detections/_search?ignore_unavailable=true", """{"size":1000}""");
        long matches = 0;
        foreach (JsonElement hit in answer.RootElement.GetProperty("hits").GetProperty("hits").EnumerateArray())
        {
            JsonElement detection = hit.GetProperty("_source").GetProperty("doc");
            bool isLive = !detection.TryGetProperty("merged_into", out JsonElement merged) || merged.ValueKind == JsonValueKind.Null;
            if (isLive)
                matches += detection.GetProperty("match_count").GetInt64();
        }

        return matches;
    }

    private static async Task UntilAsync(Func<Task<bool>> done, Func<Task<string>> state)
    {
        long began = Stopwatch.GetTimestamp();
        while (!await done())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
                Assert.Fail($"after {Patience.TotalMinutes:0} minutes: {await state()}");
            await Task.Delay(500);
        }
    }
}
