using System.CommandLine;
using System.Globalization;
using SocCollector.Sources;
using SocCore.Ports;
using SocDetect.Matching;
using SocHost.Settings;

namespace SocHost.Commands;

/// <summary><c>soc rules match</c>: all rules over a file of events in one pass.</summary>
internal static class RulesMatchCommand
{
    private static readonly Dictionary<string, EventFileFormat> Formats = new()
    {
        ["ecs"] = EventFileFormat.Ecs,
        ["winevent"] = EventFileFormat.WinEvent,
        ["flat"] = EventFileFormat.Flat,
    };

    public static Command Create()
    {
        Option<string[]> rules = new("--rules") { Description = "Folders or files of rules; left out: those of the settings", HelpName = "DIR", AllowMultipleArgumentsPerToken = true };
        Option<string> events = new("--events") { Description = "The events, one JSON object a line", HelpName = "F.ndjson", Required = true };
        Option<string> format = new("--format") { Description = "ecs, winevent, or flat (Sigma's own field names)", DefaultValueFactory = static _ => "ecs", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong([.. Formats.Keys]);
        Option<string?> output = new("--out") { Description = "Where the matches go, one a line; left out: stdout, or nowhere with --json", HelpName = "F" };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("match", "Runs all rules over a file of events: {\"rule\":id,\"event\":line}") { rules, events, format, output, json };
        command.SetAction(async (parsed, cancel) =>
        {
            string file = parsed.GetValue(events)!;
            if (!File.Exists(file))
                throw new CommandException($"--events '{file}' is not there; check the path");
            RulesOverFileOptions options = Options(parsed, rules, file, Formats[parsed.GetValue(format)!]);
            await using Stream to = parsed.GetValue(output) is { } path ? File.Create(path) : parsed.GetValue(json) ? Stream.Null : Console.OpenStandardOutput();
            RulesOverFileSummary summary = await RulesOverFile.RunAsync(options, to, cancel);
            Output.Problems(summary.Problems);
            Print(summary, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static RulesOverFileOptions Options(ParseResult parsed, Option<string[]> rules, string events, EventFileFormat format)
    {
        string[] named = parsed.GetValue(rules) ?? [];
        SocSettings settings = SocSettings.Load(parsed);
        DatasetCatalog offers = new();
        // Rules over ECS are routed by what the sources say of their datasets; the other formats state their log source themselves.
        if (format == EventFileFormat.Ecs && named.Length == 0)
            _ = new SourceCatalog(new SourceOptions { Folders = settings.Options.Collector.Sources.Folders }, offers);
        string[] folders = named.Length > 0 ? named : [.. settings.Options.Detect.RuleFolders];
        string shipped = Path.Combine(SocSettings.Root, "rules", "mappings");
        return new RulesOverFileOptions
        {
            Rules = folders,
            Events = events,
            Format = format,
            MappingFolders = Directory.Exists(shipped) && named.Length > 0 ? [shipped] : [],
            Offers = offers.Offers,
        };
    }

    private static void Print(RulesOverFileSummary summary, bool json)
    {
        if (json)
        {
            Output.Object(new
            {
                rules = summary.Rules,
                events = summary.Events,
                unreadable = summary.Unreadable,
                matches = summary.Matches,
                load_seconds = summary.LoadSeconds,
                seconds = summary.Seconds,
                events_per_second = summary.EventsPerSecond,
                rules_tried_per_event = summary.TriedPerEvent,
                peak_rss_bytes = summary.PeakRssBytes,
            });
            return;
        }

        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Rules} rules, {summary.Events} events, {summary.Matches} matches in {summary.Seconds:0.00} s ({summary.EventsPerSecond:0} events a second, {summary.Unreadable} unreadable lines)"));
    }
}
