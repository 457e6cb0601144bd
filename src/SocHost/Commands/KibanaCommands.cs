using System.CommandLine;
using SocCore.Yaml;
using SocHost.Kibana.Asking;
using SocHost.Kibana.Building;
using SocHost.Kibana.Content;
using SocHost.Kibana.Linting;
using SocHost.Settings;

namespace SocHost.Commands;

/// <summary><c>soc kibana …</c>: dashboards for Kibana.</summary>
internal static class KibanaCommands
{
    public static Command Create() => new("kibana", "Dashboards for Kibana: compile, check, import")
    {
        Build(), Lint(), Queries(), KibanaImportCommand.Create(),
    };

    private static Command Build()
    {
        Option<string?> folder = FolderOption();
        Option<string?> output = new("--out") { Description = "Where the built files go; left out: built, in that folder", HelpName = "DIR" };
        Option<bool> check = new("--check") { Description = "Write nothing; say whether the built files are current" };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("build", "Compiles the readable dashboards to the NDJSON that Kibana 8.9 to 9.x imports") { folder, output, check, json };
        command.SetAction(parsed =>
        {
            string from = ContentPath.Of(parsed.GetValue(folder));
            string to = parsed.GetValue(output) ?? ContentPath.Built(from);
            IReadOnlyList<BundleFile> files = ReadAndBuild(from);
            Refuse(files.SelectMany(static f => Linter.Lint(f.Path, f.Content, LintProfile.Own)));
            BuiltFolder built = new(to);
            IReadOnlyList<string> changed = built.Changed(files);
            if (parsed.GetValue(check) && changed.Count > 0)
                throw new CommandException($"{changed.Count} built {(changed.Count == 1 ? "file is" : "files are")} not current, first {changed[0]}; run soc kibana build", 2);
            if (!parsed.GetValue(check))
                built.Write(files);
            if (parsed.GetValue(json))
                Output.Object(new { folder = to, files = files.Select(static f => new { path = f.Path, bytes = f.Content.Length }), changed });
            else
                Console.Out.WriteLine($"{files.Count} files in {to}, {changed.Count} changed, no finding");
            return 0;
        });
        return command;
    }

    private static Command Lint()
    {
        Argument<string[]> paths = new("FILE") { Description = "Files of saved objects (.ndjson); left out: the built ones", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> folder = FolderOption();
        Option<bool> foreign = new("--foreign") { Description = "Somebody else's export: only what Kibana would refuse, or could not open later" };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("lint", "Looks files of saved objects through for what Kibana would refuse or choke on") { paths, folder, foreign, json };
        command.SetAction(parsed =>
        {
            string[] chosen = parsed.GetValue(paths) is { Length: > 0 } given ? given : [.. new BuiltFolder(ContentPath.Built(ContentPath.Of(parsed.GetValue(folder)))).Files()];
            if (chosen.FirstOrDefault(static f => !File.Exists(f)) is { } missing)
                throw new CommandException($"'{missing}' is not there; check the path");
            LintProfile profile = parsed.GetValue(foreign) ? LintProfile.Foreign : LintProfile.Own;
            Finding[] findings = [.. chosen.SelectMany(f => Linter.Lint(f, File.ReadAllBytes(f), profile))];
            if (parsed.GetValue(json))
                Output.Object(new { files = chosen.Length, findings = findings.Select(static f => new { f.File, f.Line, f.Object, rule = f.Rule.Id, f.Message, f.Rule.Why, warning = f.IsWarning }) });
            else
                Console.Out.WriteLine(string.Join('\n', findings.Select(static f => f.ToString()).Append($"{chosen.Length} files, {findings.Length} findings")));
            return findings.Any(static f => !f.IsWarning) ? 2 : 0;
        });
        return command;
    }

    private static Command Queries()
    {
        Option<string?> folder = FolderOption();
        Option<string> language = new("--language") { Description = $"{string.Join(" or ", Languages.All)}", DefaultValueFactory = static _ => Languages.Vietnamese, HelpName = "WORD" };
        Option<string?> dashboard = new("--dashboard") { Description = "One dashboard alone, as in overview", HelpName = "ID" };
        Command command = new("queries", "Prints what each built panel asks, one JSON object a line, to be sent to Elasticsearch by hand where a panel is empty") { folder, language, dashboard };
        command.SetAction(parsed =>
        {
            string file = Path.Combine(ContentPath.Built(ContentPath.Of(parsed.GetValue(folder))), Bundles.NameOf(parsed.GetValue(language)!));
            if (!File.Exists(file))
                throw new CommandException($"'{file}' is not there; run soc kibana build, or correct --folder or --language");
            PanelQuestions questions = new(FileCheck.Read(file, File.ReadAllBytes(file), LintProfile.Own, []), TimeProvider.System.GetUtcNow());
            string? wanted = parsed.GetValue(dashboard) is { } id ? new Ids(parsed.GetValue(language)!).Dashboard(id) : null;
            PanelQuestion[] chosen = [.. questions.Read().Where(q => wanted is null || q.Dashboard == wanted)];
            if (chosen.Length == 0)
                throw new CommandException($"--dashboard '{parsed.GetValue(dashboard)}' is not in '{file}'; it is the name of a file below dashboards");
            foreach (PanelQuestion question in chosen)
                Output.Object(new { question.Dashboard, question.Panel, question.Title, question.Index, question.Body });
            return 0;
        });
        return command;
    }

    private static Option<string?> FolderOption() => new("--folder") { Description = "The folder of readable dashboards; left out: the shipped one", HelpName = "DIR" };

    private static IReadOnlyList<BundleFile> ReadAndBuild(string folder)
    {
        List<YamlProblem> problems = [];
        KibanaContent content = ContentFolder.Read(folder, problems);
        SocSettings.RefuseAny(problems);
        return Bundles.Build(content);
    }

    private static void Refuse(IEnumerable<Finding> findings)
    {
        Finding[] all = [.. findings];
        foreach (Finding finding in all)
            Console.Error.WriteLine(finding);
        if (all.Length > 0)
            throw new CommandException($"{all.Length} {(all.Length == 1 ? "finding" : "findings")}; each line above says where and what to do", 2);
    }
}
