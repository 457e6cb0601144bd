using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SocDetect.Matching;

namespace Benchmarks.Match;

/// <summary>
/// All community rules over a file of events, routed by log source, beside rsigma on the same file: alternating pairs, each
/// run a process of its own. Prints one JSON object.
/// </summary>
internal static class MatchBenchmark
{
    private static readonly string[] RuleFolders = ["rules", "rules-emerging-threats", "rules-threat-hunting"];

    private static string Peers => Environment.GetEnvironmentVariable("SOC_PEERS") ?? Path.Combine("..", "shared", "peers");

    private static string Rules => Environment.GetEnvironmentVariable("SOC_RULES") ?? Path.Combine("..", "shared", "data", "sigma-rules");

    /// <summary>Runs the pairs: <c>--events F [--pairs N]</c>.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        string? events = Option(args, "--events");
        if (events is null || !File.Exists(events))
        {
            await Console.Error.WriteLineAsync($"--events: there is no file '{events}'; make one with make_corpus.py of the peers kit.");
            return 64;
        }

        int pairs = int.Parse(Option(args, "--pairs") ?? "3", CultureInfo.InvariantCulture);
        string rsigma = Path.Combine(Peers, "match", "rsigma");
        long lines = File.ReadLines(events).LongCount();
        List<Run> ours = [];
        List<Run> theirs = [];
        List<JsonElement> summaries = [];
        for (int i = 0; i < pairs; i++)
        {
            (Run run, string text) = await ChildAsync(Environment.ProcessPath!, [typeof(MatchBenchmark).Assembly.Location, "match-once", events]);
            ours.Add(run);
            summaries.Add(JsonDocument.Parse(text).RootElement);
            if (!File.Exists(rsigma))
                continue;
            (Run peer, _) = await ChildAsync(rsigma,
            [
                "engine", "eval", "-r", Rules, "-e", "@" + events, "-o", "/dev/null", "--logsource-routing",
                "--logsource-field-map", "product=sigma_product,service=sigma_service,category=sigma_category",
            ]);
            theirs.Add(peer);
        }

        Console.WriteLine(JsonSerializer.Serialize(new
        {
            events = lines,
            ours = new { eventsPerCpuSecond = ours.Select(r => lines / (r.Cpu)).ToArray(), runs = ours, summaries },
            rsigma = theirs.Count == 0 ? null : new { eventsPerCpuSecond = theirs.Select(r => lines / r.Cpu).ToArray(), runs = theirs },
        }));
        return 0;
    }

    /// <summary>One run of ours: <c>match-once F [OUT]</c>.</summary>
    public static async Task<int> OnceAsync(string events, string? output)
    {
        await using Stream matches = output is null ? Stream.Null : File.Create(output);
        RulesOverFileSummary summary = await RulesOverFile.RunAsync(
            new RulesOverFileOptions { Rules = [.. RuleFolders.Select(static f => Path.Combine(Rules, f))], Events = events, Format = EventFileFormat.Flat },
            matches, CancellationToken.None);
        Console.WriteLine(JsonSerializer.Serialize(summary with { Problems = [] }));
        return 0;
    }

    private static async Task<(Run Run, string Output)> ChildAsync(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
        return (new Run(Stopwatch.GetElapsedTime(began).TotalSeconds, process.TotalProcessorTime.TotalSeconds), output);
    }

    private static string? Option(string[] args, string name)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }

    private sealed record Run(double Wall, double Cpu);
}
