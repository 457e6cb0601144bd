using System.Globalization;
using System.Text;
using SocTesting;

namespace Benchmarks.Elastic;

/// <summary>Writes the figures of a run into the page about them, between its two marks; the words around are people's.</summary>
internal static class FiguresPage
{
    private const string Begin = "<!-- figures of ./build.sh bench elastic -->";
    private const string End = "<!-- end of figures -->";

    private static readonly Dictionary<string, string> Names = new()
    {
        ["soc"] = "ours: events → documents → `_bulk`, answers read item by item, position published",
        ["raw"] = "ceiling: finished `_bulk` bodies, an HTTP client alone",
        ["rsyslog"] = "rsyslog 8.2302, omelasticsearch, lines with finished documents by TCP",
    };

    public static async Task WriteAsync(ElasticPlan plan, string version, int rounds, ElasticRun[] medians, double? toRaw, double? toRsyslog)
    {
        string path = Path.Combine(SharedData.Root, "docs", "measurements", "elasticsearch.md");
        string page = await File.ReadAllTextAsync(path);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new InvalidOperationException($"'{path}' has no place for figures: the lines '{Begin}' and '{End}'.");
        await File.WriteAllTextAsync(path, page[..(begin + Begin.Length)] + "\n" + Table(plan, version, rounds, medians, toRaw, toRsyslog) + page[end..]);
    }

    private static string Table(ElasticPlan plan, string version, int rounds, ElasticRun[] medians, double? toRaw, double? toRsyslog)
    {
        StringBuilder text = new();
        CultureInfo plain = CultureInfo.InvariantCulture;
        text.Append(plain, $"Elasticsearch {version}, {Machine.Describe()}, {Environment.ProcessorCount} cores for server and sender together; {plan.Events:N0} events after {plan.WarmUp:N0} of warm-up, {plan.Batch:N0} a request, {plan.Connections} connections, medians of {rounds} {(rounds == 1 ? "round" : "rounds")}.\n\n");
        text.Append("| sender | events/s | CPU of the sender | µs an event | CPU of the server |\n|---|--:|--:|--:|--:|\n");
        foreach (ElasticRun run in medians)
            text.Append(plain, $"| {Names[run.Name]} | {run.EventsPerS:N0} | {run.ClientCpuS:0.00} s | {run.ClientCpuUsPerEvent:0.0} | {run.ServerCpuS:0.00} s |\n");
        text.Append(plain, $"\nOurs is {toRaw:0.00} of the ceiling");
        text.Append(toRsyslog is { } ratio ? string.Create(plain, $" and {ratio:0.00} times rsyslog.\n") : "; rsyslog was absent.\n");
        return text.ToString();
    }
}
