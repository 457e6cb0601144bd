using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Benchmarks.Collect;

/// <summary>
/// Syslog over TCP → durable → one document a line in a file: ours beside rsyslog with its normalizer, on the same lines,
/// with the same sender, in pairs of alternating order, each after a warm-up in the same process.
/// </summary>
internal static class CollectBenchmark
{
    private const int WarmUp = 200_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        int lines = Number(args, "--lines", 1_000_000);
        int pairs = Number(args, "--pairs", 3);
        int connections = Number(args, "--connections", 4);
        bool octet = Word(args, "--framing") == "octet";
        string root = FindRoot();
        string? missing = Rsyslog.Missing(root);
        if (missing is not null)
            await Console.Error.WriteLineAsync($"without the yardstick: {missing}");
        string folder = Directory.CreateTempSubdirectory("soc-bench-").FullName;
        try
        {
            string corpusPath = Path.Combine(folder, "corpus.log");
            Corpus.Write(corpusPath, Math.Max(lines, WarmUp), TimeProvider.System.GetUtcNow().AddHours(-1));
            byte[] corpus = await File.ReadAllBytesAsync(corpusPath);
            List<CollectRun> runs = [];
            for (int pair = 0; pair < pairs; pair++)
            {
                foreach (bool ours in pair % 2 == 0 ? (bool[])[true, false] : [false, true])
                {
                    if (!ours && missing is not null)
                        continue;
                    string work = Directory.CreateDirectory(Path.Combine(folder, $"{(ours ? "soc" : "rsyslog")}-{pair}")).FullName;
                    using (Contender contender = ours ? await StartOursAsync(root, work, Word(args, "--ours")) : await Rsyslog.StartAsync(root, work))
                        runs.Add(await MeasureAsync(contender, corpus, lines, connections, octet));
                    await Console.Error.WriteLineAsync(JsonSerializer.Serialize(runs[^1]));
                    Directory.Delete(work, recursive: true);
                }
            }

            Report(root, args, runs, lines, connections, octet, missing);
            return runs.Exists(static r => r.Lost != 0 && r.Name == "soc") ? 1 : 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<CollectRun> MeasureAsync(Contender contender, byte[] corpus, int lines, int connections, bool octet)
    {
        int warm = LengthOf(corpus, WarmUp);
        int measured = LengthOf(corpus, lines);
        using OutputWatch watch = new(contender.Output);
        await Blaster.SendAsync(contender.EndPoint, corpus[..warm], connections, octet);
        await watch.WaitAsync(WarmUp, Patience);
        // What the writer holds back of the warm-up comes out with the lines that are measured.
        long before = watch.Lines;
        double cpu = ProcessFacts.CpuSeconds(contender.Id);
        DateTimeOffset start = TimeProvider.System.GetUtcNow();
        await Blaster.SendAsync(contender.EndPoint, corpus[..measured], connections, octet);
        DateTimeOffset end = await watch.WaitAsync(WarmUp + lines, Patience);
        cpu = ProcessFacts.CpuSeconds(contender.Id) - cpu;
        long peak = ProcessFacts.PeakMebibytes(contender.Id);
        double wall = (end - start).TotalSeconds;
        long counted = watch.Lines - before;
        contender.Dispose();
        watch.Read();
        return new CollectRun(contender.Name, lines, WarmUp + lines - watch.Lines, Math.Round(wall, 2), Math.Round(cpu, 2), (long)(counted / wall), (long)(counted / cpu), peak);
    }

    private static Task<Contender> StartOursAsync(string root, string folder, string? command)
    {
        string output = Path.Combine(folder, "out.ndjson");
        string sources = Path.Combine(root, "sources");
        if (command is not null)
            return Contender.StartAsync("soc", new ProcessStartInfo(command, [folder, output, sources]), output);
        return Contender.StartAsync("soc", new ProcessStartInfo(Environment.ProcessPath!, [.. OwnArguments(), "serve-collector", folder, output, sources]), output);
    }

    /// <summary>Started as <c>dotnet Benchmarks.dll</c>, the child is as well.</summary>
    private static string[] OwnArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(CollectBenchmark).Assembly.Location] : [];

    private static void Report(string root, string[] args, List<CollectRun> runs, int lines, int connections, bool octet, string? missing)
    {
        CollectRun? Best(string name) => runs.Where(r => r.Name.StartsWith(name, StringComparison.Ordinal)).MaxBy(static r => r.LinesPerCpuSecond);
        object report = new
        {
            benchmark = "collect",
            command = "./build.sh bench collect " + string.Join(' ', args),
            machine = Machine(),
            cores = Environment.ProcessorCount,
            lines,
            warm_up = WarmUp,
            connections,
            framing = octet ? "octet" : "lf",
            soc = Best("soc"),
            rsyslog = Best("rsyslog"),
            ratio_per_cpu_s = Best("rsyslog") is { } peer && Best("soc") is { } ours ? Math.Round((double)ours.LinesPerCpuSecond / peer.LinesPerCpuSecond, 2) : (double?)null,
            without_yardstick = missing,
            runs,
        };
        string json = JsonSerializer.Serialize(report, Indented);
        Console.WriteLine(json);
        string kept = Path.Combine(root, "docs", "measurements");
        Directory.CreateDirectory(kept);
        File.WriteAllText(Path.Combine(kept, "collect.json"), json + "\n");
    }

    private static string Machine()
    {
        string? model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(static l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return $"{model ?? "unknown processor"}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}";
    }

    private static int LengthOf(byte[] corpus, int lines)
    {
        int at = 0;
        for (int i = 0; i < lines; i++)
            at += corpus.AsSpan(at).IndexOf((byte)'\n') + 1;
        return at;
    }

    private static int Number(string[] args, string name, int otherwise) =>
        Word(args, name) is { } word ? int.Parse(word, CultureInfo.InvariantCulture) : otherwise;

    private static string? Word(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length ? args[at + 1] : null;

    private static string FindRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "SmartCity.sln")))
            at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("The benchmarks run from within the checkout.");
    }
}
