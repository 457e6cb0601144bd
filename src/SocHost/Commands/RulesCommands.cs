using System.CommandLine;
using SocCore.Rules;
using SocCore.Yaml;
using SocDetect.Sigma;
using SocHost.RuleTesting;
using SocHost.Settings;

namespace SocHost.Commands;

/// <summary><c>soc rules …</c>: the detection rules.</summary>
internal static class RulesCommands
{
    public static Command Create() => new("rules", "Detection rules: check, test, list, scaffold, match over files") { Check(), Test(), List(), New(), RulesMatchCommand.Create() };

    private static Command Check()
    {
        Argument<string[]> folders = Folders();
        Command command = new("check", "Reads all rules and prints every fault as file:line:column") { folders };
        command.SetAction(parsed =>
        {
            RuleLoadResult loaded = Load(Chosen(parsed, folders), runTests: false);
            SocSettings.RefuseAny(loaded.Problems);
            Console.Out.WriteLine($"{loaded.Set.Rules.Count} rules and {loaded.Set.Correlations.Count} correlations, no fault");
            return 0;
        });
        return command;
    }

    private static Command Test()
    {
        Argument<string[]> folders = Folders();
        Command command = new("test", "Runs the tests that rules carry in soc.tests") { folders };
        command.SetAction(async (parsed, cancel) =>
        {
            RuleLoadResult loaded = Load(Chosen(parsed, folders), runTests: false);
            SocSettings.RefuseAny(loaded.Problems);
            YamlProblem[] failed = [.. RuleTests.Run(loaded.Set, loaded.Tests), .. await CorrelationTests.RunAsync(loaded.Set, loaded.Tests, cancel)];
            Output.Problems(failed);
            int failing = failed.Select(static f => (f.File, f.Position)).Distinct().Count();
            Console.Out.WriteLine($"{loaded.Tests.Count - failing} passed, {failing} failed");
            return failing == 0 ? 0 : 2;
        });
        return command;
    }

    private static Command List()
    {
        Argument<string[]> folders = Folders();
        Option<bool> json = GlobalOptions.Json();
        Command command = new("list", "Lists all rules") { folders, json };
        command.SetAction(parsed =>
        {
            RuleLoadResult loaded = Load(Chosen(parsed, folders), runTests: false);
            var rows = loaded.Set.Rules.Select(static r => new { r.Id, r.Title, kind = "rule", level = Word(r.Level), state = Word(r.State), raises = r.Raises, r.File, r.Tags })
                .Concat(loaded.Set.Correlations.Select(static c => new { c.Id, c.Title, kind = c.Type.ToString(), level = Word(c.Level), state = Word(c.State), raises = c.Raises, c.File, c.Tags }))
                .ToArray();
            if (parsed.GetValue(json))
                Output.Object(new { rules = rows });
            else
                Output.Table(["title", "kind", "level", "state", "raises"], rows.Select(static r => (IReadOnlyList<string>)[r.Title, r.kind, r.level, r.state, r.raises ? "yes" : "by correlation"]));
            return 0;
        });
        return command;
    }

    private static Command New()
    {
        Argument<string> path = new("PATH") { Description = "system/name, as in parking/many_refunds" };
        Command command = new("new", "Scaffolds a rule with a hit and a near miss") { path };
        command.SetAction(parsed =>
        {
            string file = RuleScaffold.Create(SocSettings.Load(parsed).Options.Detect.RuleFolders[0], parsed.GetValue(path)!);
            Console.Out.WriteLine(file);
            return 0;
        });
        return command;
    }

    private static RuleLoadResult Load(IReadOnlyList<string> folders, bool runTests) => RuleLoader.Load(folders, new RuleLoadOptions { RunTests = runTests });

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static Argument<string[]> Folders() => new("FOLDER") { Description = "Folders or files of rules; left out: those of the settings", Arity = ArgumentArity.ZeroOrMore };

    private static string[] Chosen(ParseResult parsed, Argument<string[]> folders) =>
        parsed.GetValue(folders) is { Length: > 0 } named ? named : [.. SocSettings.Load(parsed).Options.Detect.RuleFolders];
}
