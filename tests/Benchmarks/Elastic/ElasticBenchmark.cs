using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Benchmarks.Collect;
using Microsoft.Extensions.Logging.Abstractions;
using SocStore.Elastic;
using SocTesting;
using SocTesting.Elastic;

namespace Benchmarks.Elastic;

/// <summary>
/// Events into a real Elasticsearch: the store's append beside bodies made before and sent by an HTTP client alone, and beside
/// rsyslog's omelasticsearch. Same documents, batch, connections, no compression; each in a process and in streams of its own,
/// after a warm-up there, in rounds of alternating order.
/// </summary>
internal static class ElasticBenchmark
{
    private static readonly JsonSerializerOptions Line = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly JsonSerializerOptions Indented = new(Line) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> RunAsync(string[] arguments)
    {
        using Interruption interruption = new();
        try
        {
            return await RunAsync(arguments, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return Interruption.ExitCode;
        }
    }

    private static async Task<int> RunAsync(string[] arguments, CancellationToken cancel)
    {
        Arguments options = new(arguments);
        if (Environment.GetEnvironmentVariable("SOC_TEST_ELASTICSEARCH") is { Length: > 0 } given)
            return await RunAsync(new Uri(given), arguments, cancel);
        if (TestServerProcess.WhyNot(SearchServer.Elasticsearch) is { } reason)
        {
            await Console.Error.WriteLineAsync($"Elasticsearch is absent: {reason}; set SOC_TEST_ELASTICSEARCH to the address of one that may be filled");
            return 69;
        }

        await using TestServerProcess server = await TestServerProcess.StartAsync(
            SearchServer.Elasticsearch, cancel, "--heap", options.Text("heap", "1g"), "--jit", options.Text("jit", "full"));
        return await RunAsync(server.Address, arguments, cancel);
    }

    private static async Task<int> RunAsync(Uri address, string[] arguments, CancellationToken cancel)
    {
        Arguments options = new(arguments);
        int events = options.Number("events", 300_000);
        int warmUp = options.Number("warm-up", 200_000);
        int pairs = options.Number("pairs", 5);
        ElasticPlan plan = new(address, "", warmUp, events, options.Number("batch", 500), options.Number("connections", 2));
        string? missing = OmElasticsearch.Missing(SharedData.Root);
        if (missing is not null)
            await Console.Error.WriteLineAsync($"without the peer: {missing}");
        using ElasticServer server = new(address);
        // The server's own warm-up: its compiler works on for long after the first events, and the first rounds would pay for it.
        if (options.Number("server-warm-up", 3 * events) is > 0 and int first)
            await Console.Error.WriteLineAsync(JsonSerializer.Serialize(await MeasureAsync("raw", plan with { Space = "warm", Events = first }, server, cancel), Line));
        List<ElasticRun[]> rounds = [];
        for (int round = 0; round < pairs; round++)
        {
            string[] names = missing is null ? ["soc", "raw", "rsyslog"] : ["soc", "raw"];
            if (round % 2 == 1)
                Array.Reverse(names);
            List<ElasticRun> runs = [];
            foreach (string name in names)
            {
                runs.Add(await MeasureAsync(name, plan with { Space = $"{name}{round}" }, server, cancel));
                await Console.Error.WriteLineAsync(JsonSerializer.Serialize(runs[^1], Line));
            }

            rounds.Add([.. runs]);
        }

        return await ReportAsync(arguments, plan, await server.GetVersionAsync(), rounds, missing);
    }

    private static async Task<ElasticRun> MeasureAsync(string name, ElasticPlan plan, ElasticServer server, CancellationToken cancel)
    {
        using ElasticStore store = new(plan.Options, TimeProvider.System, NullLoggerFactory.Instance);
        await store.EraseAsync(CancellationToken.None);
        await store.SetUpAsync(plan.Options.Datasets, cancel);
        using IElasticSender sender = name == "rsyslog" ? await OmElasticsearch.StartAsync(SharedData.Root, plan) : new ChildSender(name, plan);
        using Process process = Process.GetProcessById(sender.Id);
        await sender.WarmUpAsync();
        await server.WaitForAsync(plan.Space, plan.WarmUp, () => !process.HasExited, cancel);
        double client = ProcessFacts.CpuSeconds(sender.Id);
        double serverSeconds = await server.GetCpuSecondsAsync();
        long started = Stopwatch.GetTimestamp();
        Task sending = sender.SendAsync();
        await server.WaitForAsync(plan.Space, plan.WarmUp + plan.Events, () => !process.HasExited, cancel);
        double wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
        client = ProcessFacts.CpuSeconds(sender.Id) - client;
        serverSeconds = await server.GetCpuSecondsAsync() - serverSeconds;
        long peak = ProcessFacts.PeakMebibytes(sender.Id);
        await sending;
        long stored = await server.CountAsync(plan.Space);
        await store.EraseAsync(CancellationToken.None);
        return new ElasticRun(
            name, plan.Events, stored, Math.Round(wall, 2), Math.Round(client, 2), Math.Round(serverSeconds, 2),
            (long)(plan.Events / wall), Math.Round(client * 1e6 / plan.Events, 1), peak);
    }

    private static async Task<int> ReportAsync(string[] arguments, ElasticPlan plan, string version, List<ElasticRun[]> rounds, string? missing)
    {
        double? ofRaw = Ratio(rounds, "raw", static r => r.EventsPerS);
        double? ofRsyslog = Ratio(rounds, "rsyslog", static r => r.EventsPerS);
        object report = new
        {
            benchmark = "elastic",
            command = string.Join(' ', ["./build.sh", "bench", "elastic", .. arguments]),
            machine = Machine.Describe(),
            cores = Environment.ProcessorCount,
            elasticsearch = version,
            events = plan.Events,
            warm_up = plan.WarmUp,
            batch = plan.Batch,
            connections = plan.Connections,
            append = ElasticPlan.AppendSize,
            soc = Median(rounds, "soc"),
            raw = Median(rounds, "raw"),
            rsyslog = Median(rounds, "rsyslog"),
            ratio_to_raw = ofRaw,
            ratio_to_rsyslog = ofRsyslog,
            client_cpu_ratio_to_rsyslog = Ratio(rounds, "rsyslog", static r => r.ClientCpuUsPerEvent),
            without_peer = missing,
            runs = rounds.SelectMany(static r => r),
        };
        string json = JsonSerializer.Serialize(report, Indented);
        Console.WriteLine(json);
        await File.WriteAllTextAsync(Path.Combine(SharedData.Root, "docs", "measurements", "elasticsearch.json"), json + "\n");
        await FiguresPage.WriteAsync(plan, version, rounds.Count, [.. ((ElasticRun?[])[Median(rounds, "soc"), Median(rounds, "raw"), Median(rounds, "rsyslog")]).OfType<ElasticRun>()], ofRaw, ofRsyslog);
        bool isWhole = rounds.SelectMany(static r => r).All(r => r.Stored == plan.WarmUp + r.Events);
        if (!isWhole)
            await Console.Error.WriteLineAsync("A contender lost or doubled documents; see 'stored' of the runs.");
        return isWhole ? 0 : 1;
    }

    /// <summary>The run in the middle of a contender's, by the clock.</summary>
    private static ElasticRun? Median(List<ElasticRun[]> rounds, string name)
    {
        ElasticRun[] runs = [.. rounds.SelectMany(static r => r).Where(r => r.Name == name).OrderBy(static r => r.EventsPerS)];
        return runs.Length == 0 ? null : runs[runs.Length / 2];
    }

    /// <summary>The median over the rounds of ours by another's of the same round, which a busy machine distorts least.</summary>
    private static double? Ratio(List<ElasticRun[]> rounds, string name, Func<ElasticRun, double> of)
    {
        double[] ratios = [.. rounds
            .Where(r => Array.Exists(r, x => x.Name == name))
            .Select(r => of(Array.Find(r, static x => x.Name == "soc")!) / of(Array.Find(r, x => x.Name == name)!)).Order()];
        return ratios.Length == 0 ? null : Math.Round(ratios[ratios.Length / 2], 3);
    }
}
