using System.CommandLine;
using System.Text.Json;
using SocCollector.Sources;
using SocCollector.Sources.Testing;
using SocCore.Yaml;
using SocHost.Local;
using SocHost.Settings;

namespace SocHost.Commands;

/// <summary><c>soc sources …</c>: the log sources of the city's systems.</summary>
internal static class SourcesCommands
{
    public static Command Create() => new("sources", "Log sources: check, test, list, scaffold, and who sends what nobody claims")
    {
        Check(), Test(), List(), New(), Unclaimed(),
    };

    private static Command Check()
    {
        Argument<string[]> folders = Folders();
        Command command = new("check", "Reads all sources and prints every fault as file:line:column") { folders };
        command.SetAction(parsed =>
        {
            string[] chosen = Chosen(parsed, folders);
            IReadOnlyList<YamlProblem> problems = ContentCheck.Sources(chosen);
            SocSettings.RefuseAny(problems);
            Console.Out.WriteLine($"{new SourceCatalog(new SourceOptions { Folders = [.. chosen] }).Sources.Count} sources, no fault");
            return 0;
        });
        return command;
    }

    private static Command Test()
    {
        Argument<string[]> folders = Folders();
        Command command = new("test", "Runs each source over its samples and compares with what is expected") { folders };
        command.SetAction(parsed =>
        {
            SourceTestReport report = SourceTests.Run(Chosen(parsed, folders));
            Output.Problems(report.Problems);
            string[] failures = [.. report.Samples.SelectMany(static s => s.Failures), .. report.Missing];
            foreach (string failure in failures)
                Console.Error.WriteLine(failure);
            int failed = report.Samples.Count(static s => s.Failures.Count > 0);
            Console.Out.WriteLine($"{report.Sources} sources, {report.Samples.Sum(static s => s.Lines)} lines: {report.Samples.Count - failed} samples passed, {failed} failed, {report.Missing.Count} missing");
            return report.Passed ? 0 : 2;
        });
        return command;
    }

    private static Command List()
    {
        Argument<string[]> folders = Folders();
        Option<bool> json = GlobalOptions.Json();
        Command command = new("list", "Lists all sources") { folders, json };
        command.SetAction(parsed =>
        {
            IReadOnlyList<SourceProfile> sources = new SourceCatalog(new SourceOptions { Folders = [.. Chosen(parsed, folders)] }).Sources;
            if (parsed.GetValue(json))
            {
                Output.Object(new { sources = sources.Select(static s => new { s.Id, s.System, s.Agency, s.Dataset, title = new { vi = s.TitleVi, en = s.TitleEn }, silent_after_seconds = s.SilentAfter?.TotalSeconds }) });
                return 0;
            }

            Output.Table(["id", "title", "agency", "dataset"], sources.Select(static s => (IReadOnlyList<string>)[s.Id, s.TitleEn, s.Agency ?? "by inventory", s.Dataset]));
            return 0;
        });
        return command;
    }

    private static Command New()
    {
        Argument<string> id = new("ID") { Description = "system/source, as in parking/gates" };
        Option<string?> sender = new("--from-unclaimed") { Description = "Take program and sample lines of a sender that nobody claims", HelpName = "PEER" };
        Command command = new("new", "Scaffolds a source: file, samples, README") { id, sender };
        command.SetAction(async (parsed, cancel) =>
        {
            SocSettings settings = SocSettings.Load(parsed);
            IReadOnlyList<string> lines = parsed.GetValue(sender) is { } peer ? await LinesOfAsync(settings, peer, cancel) : [];
            string file = SourceScaffold.Create(settings.Options.Collector.Sources.Folders[0], parsed.GetValue(id)!, lines);
            Console.Out.WriteLine(file);
            return 0;
        });
        return command;
    }

    private static Command Unclaimed()
    {
        Option<bool> json = GlobalOptions.Json();
        Command command = new("unclaimed", "Lists senders whose lines no source claims") { json };
        command.SetAction(async (parsed, cancel) =>
        {
            await using LocalApi api = await LocalApi.OpenAsync(SocSettings.Load(parsed), "analyst", cancel);
            using JsonDocument sources = await api.GetAsync("/api/v1/sources", cancel);
            JsonElement senders = sources.RootElement.GetProperty("unclaimed");
            if (parsed.GetValue(json))
                Output.Object(new { unclaimed = senders });
            else
                Output.Table(["sender", "listener", "program", "lines", "last line"], senders.EnumerateArray().Select(static s => (IReadOnlyList<string>)
                [
                    s.GetProperty("peer").GetString()!, s.GetProperty("listener").GetString()!, s.GetProperty("program").GetString()!,
                    s.GetProperty("lines").ToString(), s.GetProperty("samples").EnumerateArray().LastOrDefault().ToString(),
                ]));
            return 0;
        });
        return command;
    }

    private static async Task<IReadOnlyList<string>> LinesOfAsync(SocSettings settings, string peer, CancellationToken cancel)
    {
        await using LocalApi api = await LocalApi.OpenAsync(settings, "analyst", cancel);
        using JsonDocument sources = await api.GetAsync("/api/v1/sources", cancel);
        string[] lines = [.. sources.RootElement.GetProperty("unclaimed").EnumerateArray()
            .Where(s => s.GetProperty("peer").GetString() == peer)
            .SelectMany(static s => s.GetProperty("samples").EnumerateArray()).Select(static l => l.GetString()!)];
        return lines.Length > 0 ? lines : throw new CommandException($"'{peer}' sent nothing that nobody claims; 'soc sources unclaimed' lists who did");
    }

    private static Argument<string[]> Folders() => new("FOLDER") { Description = "Folders of sources; left out: those of the settings", Arity = ArgumentArity.ZeroOrMore };

    private static string[] Chosen(ParseResult parsed, Argument<string[]> folders) =>
        parsed.GetValue(folders) is { Length: > 0 } named ? named : [.. SocSettings.Load(parsed).Options.Collector.Sources.Folders];
}
