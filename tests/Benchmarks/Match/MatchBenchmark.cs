using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using SocDetect.Matching;

namespace Benchmarks.Match;

/// <summary>
/// All community rules over events, routed by log source, beside rsigma on the same lines: pairs in alternating order, each
/// contender after a warm-up in the same process. Prints one JSON object and keeps it.
/// </summary>
internal static class MatchBenchmark
{
    private const int WarmUp = 200_000;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string TestData => Environment.GetEnvironmentVariable("SOC_TEST_DATA") is { Length: > 0 } set ? set : Path.Combine(Root(), "..", "shared", "data");

    private static string Rules => Path.Combine(TestData, "sigma-rules");

    /// <summary>Runs the pairs: <c>[--lines N] [--pairs N]</c>.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Arguments options = new(arguments);
        int lines = options.Number("lines", 100_000);
        int pairs = options.Number("pairs", 5);
        string kit = Path.Combine(Environment.GetEnvironmentVariable("SOC_PEERS") is { Length: > 0 } set ? set : Path.Combine(Root(), "..", "shared", "peers"), "match");
        if (!Directory.Exists(kit))
        {
            await Console.Error.WriteLineAsync($"There is no folder '{Path.GetFullPath(kit)}'; set SOC_PEERS to the peers kit, it makes the events.");
            return 64;
        }

        string rsigma = Path.Combine(kit, "rsigma");
        string? missing = File.Exists(rsigma) ? null : $"'{rsigma}' is absent";
        byte[] corpus = await MatchCorpus.LoadAsync(Root(), kit, TestData, WarmUp + lines);
        int warm = MatchCorpus.LengthOf(corpus, WarmUp);
        using RuleTree rules = RuleTree.Copy(Rules);
        List<MatchRun> runs = [];
        for (int pair = 0; pair < pairs; pair++)
        {
            foreach (bool ours in pair % 2 == 0 ? (bool[])[true, false] : [false, true])
            {
                if (!ours && missing is not null)
                    continue;
                using MatchContender contender = ours ? MatchContender.Ours() : MatchContender.Rsigma(rsigma, rules.Folder);
                runs.Add(await contender.MeasureAsync(corpus, warm, lines));
                await Console.Error.WriteLineAsync(JsonSerializer.Serialize(runs[^1]));
            }
        }

        await ReportAsync(arguments, runs, rules.Count, corpus.Length - warm, missing);
        return 0;
    }

    /// <summary>One run of ours: <c>match-once EVENTS MATCHES</c>.</summary>
    public static async Task<int> OnceAsync(string events, string matches)
    {
        await using Stream output = File.OpenWrite(matches);
        RulesOverFileSummary summary = await RulesOverFile.RunAsync(
            new RulesOverFileOptions { Rules = [.. RuleTree.Enabled.Select(static f => Path.Combine(Rules, f))], Events = events, Format = EventFileFormat.Flat },
            output, CancellationToken.None);
        Console.WriteLine(JsonSerializer.Serialize(summary with { Problems = [] }));
        return 0;
    }

    private static async Task ReportAsync(string[] arguments, List<MatchRun> runs, int rules, long bytes, string? missing)
    {
        MatchRun[] ours = [.. runs.Where(static r => r.Name == "soc").OrderBy(static r => r.EventsPerCpuS)];
        MatchRun[] peer = [.. runs.Where(static r => r.Name != "soc").OrderBy(static r => r.EventsPerCpuS)];
        object report = new
        {
            benchmark = "match",
            command = string.Join(' ', ["./build.sh", "bench", "match", .. arguments]),
            machine = Machine(),
            cores = Environment.ProcessorCount,
            rules,
            warm_up = WarmUp,
            lines = ours[0].Lines,
            bytes,
            soc = ours[ours.Length / 2],
            rsigma = peer.Length == 0 ? null : peer[peer.Length / 2],
            ratio_per_cpu_s = peer.Length == 0 ? (double?)null : Math.Round((double)ours[ours.Length / 2].EventsPerCpuS / peer[peer.Length / 2].EventsPerCpuS, 2),
            without_yardstick = missing,
            runs,
        };
        string json = JsonSerializer.Serialize(report, Indented);
        Console.WriteLine(json);
        await File.WriteAllTextAsync(Path.Combine(Root(), "docs", "measurements", "match.json"), json + "\n");
    }

    private static string Machine()
    {
        string? model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(static l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return $"{model ?? "unknown processor"}, {RuntimeInformation.OSDescription}, .NET {Environment.Version}";
    }

    private static string Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "SmartCity.sln")))
            at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("The benchmarks run from within the checkout.");
    }
}
