using System.CommandLine;
using SocCollector.Sources;
using SocCollector.Sources.Testing;
using SocHost.Settings;

namespace SocHost.Commands;

/// <summary><c>soc normalize</c>: lines to ECS documents, without a store.</summary>
internal static class NormalizeCommand
{
    public static Command Create()
    {
        Option<string> source = new("--source") { Description = "A source's id, or auto: whoever claims the line", DefaultValueFactory = static _ => "auto", HelpName = "ID" };
        Option<string?> input = new("--in") { Description = "The file with the lines; left out: stdin", HelpName = "FILE" };
        Option<string?> output = new("--out") { Description = "Where the ECS documents go, one a line; left out: stdout", HelpName = "FILE" };
        Option<string?> rejected = new("--rejected") { Description = "Where lines go that cannot be read, with the reason", HelpName = "FILE" };
        Option<bool> json = new("--json") { Description = "The summary on stderr as one JSON object" };
        Command command = new("normalize", "Turns lines into ECS documents") { source, input, output, rejected, json };
        command.SetAction(async (parsed, cancel) =>
        {
            SocSettings settings = SocSettings.Load(parsed);
            SocSettings.RefuseAny(ContentCheck.Sources(settings.Options.Collector.Sources.Folders));
            string? path = parsed.GetValue(input);
            if (path is not null && !File.Exists(path))
                throw new CommandException($"--in '{path}' is not there; check the path");
            SourceCatalog catalog = new(new SourceOptions { Folders = settings.Options.Collector.Sources.Folders, Inventory = settings.Options.Collector.Sources.Inventory });
            await using Stream from = path is null ? Console.OpenStandardInput() : File.OpenRead(path);
            await using Stream to = parsed.GetValue(output) is { } target ? File.Create(target) : Console.OpenStandardOutput();
            await using Stream? bad = parsed.GetValue(rejected) is { } letters ? File.Create(letters) : null;
            NormalizeSummary summary = await RunAsync(new LineNormalizer(catalog, TimeProvider.System), parsed.GetValue(source)!, path ?? "stdin", from, to, bad, cancel);
            if (parsed.GetValue(json))
                await Console.Error.WriteLineAsync(System.Text.Json.JsonSerializer.Serialize(summary, Output.Json));
            else
                await Console.Error.WriteLineAsync($"{summary.Lines} lines: {summary.Events} events, {summary.Unclaimed} unclaimed, {summary.Dead} unreadable, {summary.Filtered} left out by rule");
            return 0;
        });
        return command;
    }

    private static async Task<NormalizeSummary> RunAsync(LineNormalizer normalizer, string source, string path, Stream from, Stream to, Stream? bad, CancellationToken cancel)
    {
        try
        {
            return await normalizer.RunAsync(source, path, from, to, bad, cancel);
        }
        catch (KeyNotFoundException e)
        {
            throw new CommandException(e.Message, 64);
        }
    }
}
