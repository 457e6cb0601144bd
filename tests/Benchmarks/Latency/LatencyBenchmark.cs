using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Benchmarks.Collect;
using SocCore.Time;
using SocTesting;
using SocTesting.Elastic;

namespace Benchmarks.Latency;

/// <summary>From sending a line to the 200 of its incident, through the running service, under the load of a city.</summary>
internal static class LatencyBenchmark
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

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
        string store = options.Text("store", "Embedded");
        if (!Timespans.TryParse(options.Text("for", "60s"), out TimeSpan duration) || store is not ("Embedded" or "Elasticsearch"))
        {
            await Console.Error.WriteLineAsync("--store is Embedded or Elasticsearch, --for a duration such as 60s or 10m");
            return 64;
        }

        if (store == "Embedded")
            return await MeasureAsync(arguments, store, new { Kind = store }, duration, TimeSpan.FromSeconds(2), cancel);
        if (TestServerProcess.WhyNot(SearchServer.Elasticsearch) is { } reason)
        {
            await Console.Error.WriteLineAsync($"Elasticsearch is absent: {reason}");
            return 69;
        }

        await using TestServerProcess server = await TestServerProcess.StartAsync(SearchServer.Elasticsearch, cancel, "--heap", "1g", "--jit", options.Text("jit", "full"));
        return await MeasureAsync(arguments, store, new { Kind = store, Elastic = new { Nodes = (string[])[server.Address.ToString()] } }, duration, TimeSpan.FromSeconds(5), cancel);
    }

    private static async Task<int> MeasureAsync(string[] arguments, string store, object settings, TimeSpan duration, TimeSpan bar, CancellationToken cancel)
    {
        Arguments options = new(arguments);
        int rate = options.Number("rate", 2_000);
        int count = (int)duration.TotalSeconds;
        await using SocUnderLoad soc = await SocUnderLoad.StartAsync(settings, Probes.Rule);
        using HttpClient client = await soc.ClientAsync();
        Task<double> load = soc.PourAsync(rate, WarmUp + duration, cancel);
        await Task.Delay(WarmUp, cancel);
        Probes probes = new(soc.Syslog, client, TimeSpan.FromMilliseconds(options.Number("poll", 20)));
        double cpu = ProcessFacts.CpuSeconds(soc.Id);
        await probes.RunAsync(count, cancel);
        cpu = ProcessFacts.CpuSeconds(soc.Id) - cpu;
        long[] times = [.. probes.Times.Select(static t => (long)t.TotalMilliseconds).Order()];
        LatencyResult result = new(
            string.Join(' ', ["./build.sh", "bench", "latency", .. arguments]), Machine.Describe(), Environment.ProcessorCount, rate, Math.Round(await load), duration.TotalSeconds,
            count, count - times.Length, Rank(times, 50), Rank(times, 95), Rank(times, 99), Rank(times, 100), (long)bar.TotalMilliseconds,
            Math.Round(cpu, 2), ProcessFacts.PeakMebibytes(soc.Id));
        Console.WriteLine(JsonSerializer.Serialize(result, Indented));
        Keep(store, result);
        return result.Missing == 0 && result.P99Ms <= result.BarMs ? 0 : 1;
    }

    /// <summary>The nearest rank: so many of a hundred took at most this.</summary>
    private static long Rank(long[] sorted, int percent) =>
        sorted.Length == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100.0) - 1)];

    /// <summary>Each store's last result stays in the file.</summary>
    private static void Keep(string store, LatencyResult result)
    {
        string path = Path.Combine(SharedData.Root, "docs", "measurements", "latency.json");
        JsonObject kept = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))!.AsObject() : new JsonObject { ["benchmark"] = "latency" };
        kept[store.ToLower(CultureInfo.InvariantCulture)] = JsonSerializer.SerializeToNode(result, Indented);
        File.WriteAllText(path, kept.ToJsonString(Indented) + "\n");
    }
}
