using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Benchmarks.Collect;

namespace Benchmarks.Match;

/// <summary>
/// A matcher under test: a process that reads events from its standard input, one a line, and throws its matches away. All
/// contenders are fed, warmed and measured in the same way from outside.
/// </summary>
internal sealed partial class MatchContender : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>Processor time has to stand still for so many steps before a process counts as waiting for input.</summary>
    private const int QuietSteps = 6;

    private readonly string _name;
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private MatchContender(string name, string program, IEnumerable<string> arguments)
    {
        _name = name;
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // As the program itself is set: instrumented code costs more at the start than it gives back.
        start.Environment["DOTNET_TieredPGO"] = "0";
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Ours: this program as a child.</summary>
    public static MatchContender Ours()
    {
        string program = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(MatchContender).Assembly.Location] : [];
        return new MatchContender("soc", program, [.. self, "match-once", "/dev/stdin", "/dev/null"]);
    }

    /// <summary>The yardstick, with the rules of one folder.</summary>
    public static MatchContender Rsigma(string program, string rules) => new("rsigma", program,
    [
        "engine", "eval", "-r", rules, "-o", "/dev/null", "--logsource-routing",
        "--logsource-field-map", "product=sigma_product,service=sigma_service,category=sigma_category",
    ]);

    /// <summary>Lets it load its rules, warms it with the first lines and measures it on the others.</summary>
    public async Task<MatchRun> MeasureAsync(byte[] corpus, int warmLength, int lines)
    {
        double load = await SettleAsync();
        Stream input = _process.StandardInput.BaseStream;
        await FeedAsync(input, corpus.AsMemory(0, warmLength));
        double before = await SettleAsync();
        long start = Stopwatch.GetTimestamp();
        await FeedAsync(input, corpus.AsMemory(warmLength));
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double cpu = await SettleAsync() - before;
        long peak = ProcessFacts.PeakMebibytes(_process.Id);
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        string output = await _output;
        string errors = await _errors;
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"{_name} ended with {_process.ExitCode}: {errors}");
        (long matches, int? rules, double? seconds) = Said(output, errors);
        return new MatchRun(_name, lines, Math.Round(wall, 2), Math.Round(cpu, 2), (long)(lines / wall), (long)(lines / cpu), Math.Round(load, 2), seconds, rules, matches, peak);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task FeedAsync(Stream input, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await input.WriteAsync(bytes);
            await input.FlushAsync();
        }
        catch (IOException)
        {
            throw new InvalidOperationException($"{_name} stopped reading: {await _errors}");
        }
    }

    /// <summary>Waits until the process waits; returns the processor time that it has used.</summary>
    private async Task<double> SettleAsync()
    {
        double used = -1;
        for (int quiet = 0; quiet < QuietSteps;)
        {
            await Task.Delay(Step);
            if (_process.HasExited)
                throw new InvalidOperationException($"{_name} ended with {_process.ExitCode}: {await _errors}");
            double now = ProcessFacts.CpuSeconds(_process.Id);
            quiet = now > used ? 0 : quiet + 1;
            used = now;
        }

        return used;
    }

    /// <summary>Ours prints its summary, rsigma one line at its end.</summary>
    private static (long Matches, int? Rules, double? LoadSeconds) Said(string output, string errors)
    {
        if (Processed().Match(errors) is { Success: true } said)
            return (long.Parse(said.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), null, null);
        using JsonDocument summary = JsonDocument.Parse(output);
        JsonElement root = summary.RootElement;
        return (root.GetProperty("Matches").GetInt64(), root.GetProperty("Rules").GetInt32(), Math.Round(root.GetProperty("LoadSeconds").GetDouble(), 2));
    }

    [GeneratedRegex(@"Processed \d+ events, (\d+) matches")]
    private static partial Regex Processed();
}
