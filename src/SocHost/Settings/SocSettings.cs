using System.CommandLine;
using Microsoft.Extensions.Configuration;
using SocApi.Reports.Schedules;
using SocCore.Yaml;
using SocHost.Commands;

namespace SocHost.Settings;

/// <summary>The settings of one process: read once, checked as a whole, every fault told with its place.</summary>
internal sealed class SocSettings
{
    private SocSettings(HostOptions options, IConfiguration configuration, string dataFolder)
    {
        Options = options;
        Configuration = configuration;
        DataFolder = dataFolder;
    }

    /// <summary>The program's root: where the shipped <c>rules</c> and <c>sources</c> are.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The bound options.</summary>
    public HostOptions Options { get; }

    /// <summary>What they were bound from.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>The data folder, absolute.</summary>
    public string DataFolder { get; }

    /// <summary>Reads settings file, environment and nothing else, in .NET's order; a fault ends the program with code 2.</summary>
    /// <exception cref="CommandException">Something is wrong; every fault was printed.</exception>
    public static SocSettings Load(ParseResult parsed, IReadOnlyDictionary<string, string?>? overrides = null)
    {
        List<YamlProblem> problems = [];
        SocSettings settings = Load(parsed.GetValue(GlobalOptions.Config), parsed.GetValue(GlobalOptions.Data)!, overrides, problems);
        RefuseAny(problems);
        return settings;
    }

    /// <summary>Reads the settings, and the sources and rules that they name; a fault in any of them ends the program with code 2.</summary>
    public static SocSettings LoadWithContent(ParseResult parsed, Target target, IReadOnlyDictionary<string, string?>? overrides = null)
    {
        List<YamlProblem> problems = [];
        SocSettings settings = Load(parsed.GetValue(GlobalOptions.Config), parsed.GetValue(GlobalOptions.Data)!, overrides, problems);
        if (target.HasFlag(Target.Collector))
            problems.AddRange(ContentCheck.Sources(settings.Options.Collector.Sources.Folders));
        if (target.HasFlag(Target.Detect))
            problems.AddRange(ContentCheck.Rules(settings.Options.Detect.RuleFolders));
        RefuseAny(problems);
        return settings;
    }

    /// <summary>The settings of a demo: the city's own file and environment do not count, so that it plays alike everywhere.</summary>
    public static SocSettings LoadDemo(string data, IReadOnlyDictionary<string, string?> values)
    {
        HostOptions options = new();
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        configuration.GetSection(HostOptions.Section).Bind(options);
        List<YamlProblem> problems = [];
        SocSettings settings = Complete(options, configuration, data, null);
        problems.AddRange(ContentCheck.Sources(options.Collector.Sources.Folders));
        problems.AddRange(ContentCheck.Rules(options.Detect.RuleFolders));
        RefuseAny(problems);
        return settings;
    }

    /// <summary>Reads the settings and adds every fault to the list.</summary>
    public static SocSettings Load(string? file, string data, IReadOnlyDictionary<string, string?>? overrides, List<YamlProblem> problems)
    {
        ConfigurationBuilder builder = new();
        SettingsFile? places = null;
        string? path = file ?? Default();
        if (path is not null)
        {
            if (!File.Exists(path))
                throw new CommandException($"the settings file '{path}' is not there; check --config", 2);
            places = SettingsFile.Read(path, HostOptions.Section, typeof(HostOptions), problems);
            if (places.IsJson)
                builder.AddJsonFile(Path.GetFullPath(path));
        }

        builder.AddEnvironmentVariables();
        if (overrides is not null)
            builder.AddInMemoryCollection(overrides);
        IConfiguration configuration = builder.Build();
        HostOptions options = new();
        // .NET adds to a list that has a default; who names folders means these.
        if (configuration.GetSection("Soc:Detect:RuleFolders").GetChildren().Any())
            options.Detect.RuleFolders.Clear();
        if (problems.Count == 0)
        {
            configuration.GetSection(HostOptions.Section).Bind(options);
            IEnumerable<string> faults = options.Collector.Check().Concat(options.Http.Check()).Concat(options.Detect.Problems()).Concat(options.Store.Problems())
                .Concat(options.Reports.Check(static cron => Quartz.CronExpression.TryParse(cron, out _)))
                .Concat(CheckTogether(options));
            foreach (string message in faults)
                problems.Add(places?.Locate(HostOptions.Section, message) ?? new YamlProblem("settings", new YamlPosition(1, 1), message));
        }
        else
        {
            // What is at fault cannot be bound; the folders can, so that the faults in rules and sources are told as well.
            configuration.GetSection("Soc:Collector:Sources:Folders").Bind(options.Collector.Sources.Folders);
            configuration.GetSection("Soc:Detect:RuleFolders").Bind(options.Detect.RuleFolders);
        }

        return Complete(options, configuration, data, path);
    }

    /// <summary>What is right by itself and wrong beside the rest.</summary>
    private static IEnumerable<string> CheckTogether(HostOptions options)
    {
        if (options.Store.Kind == StoreKind.Elasticsearch && !string.IsNullOrEmpty(options.Reports.Folder))
            yield return $"Reports:Folder is '{options.Reports.Folder}', but on Elasticsearch reports are kept in the store, where every API finds them; leave it out, or name it as the Folder of a schedule.";
    }

    /// <summary>Fills in what follows from the data folder and the program's place.</summary>
    private static SocSettings Complete(HostOptions options, IConfiguration configuration, string data, string? path)
    {
        Default(options.Collector.Sources.Folders, "sources", path);
        Default(options.Detect.RuleFolders, "rules", path);
        options.Collector.Sources.KeyFile = Beside(options.Collector.Sources.KeyFile, path) ?? Path.Combine(Path.GetFullPath(data), "identity.keys");
        options.Api.KeyFolder = Beside(options.Api.KeyFolder, path) ?? Path.GetFullPath(data);
        options.Reports.Folder = Beside(options.Reports.Folder, path) ?? Path.Combine(Path.GetFullPath(data), "reports");
        if (configuration["Soc:Store:Elastic:Namespace"] is null)
            options.Store.Elastic = options.Store.Elastic with { Namespace = options.City };
        foreach (ScheduleOptions schedule in options.Reports.Schedules)
            schedule.Folder = Beside(schedule.Folder, path);
        options.Store.Embedded = options.Store.Embedded with { Folder = Path.GetFullPath(data) };
        options.Collector.Spool.Folder = Path.Combine(Path.GetFullPath(data), "spool");
        return new SocSettings(options, configuration, Path.GetFullPath(data));
    }

    /// <summary>Prints problems; ends the command with code 2 when one is no mere warning.</summary>
    public static void RefuseAny(IReadOnlyCollection<YamlProblem> problems)
    {
        Output.Problems(problems);
        int faults = problems.Count(static p => !p.IsWarning);
        if (faults > 0)
            throw new CommandException($"{faults} {(faults == 1 ? "fault" : "faults")}; each line above says where and what to do", 2);
    }

    /// <summary>A path that is set, beside the settings file when it is relative; null when it is not set.</summary>
    private static string? Beside(string? set, string? settings) =>
        string.IsNullOrEmpty(set) ? null : Path.GetFullPath(set, settings is null ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(settings))!);

    private static string? Default() => File.Exists("appsettings.json") ? "appsettings.json" : null;

    /// <summary>Relative folders lie beside the settings file, or where the program is.</summary>
    private static void Default(IList<string> folders, string name, string? settings)
    {
        string beside = settings is null ? Root : Path.GetDirectoryName(Path.GetFullPath(settings))!;
        if (folders.Count == 0 || (folders.Count == 1 && folders[0] == name && !Directory.Exists(Path.GetFullPath(name, beside))))
        {
            folders.Clear();
            folders.Add(Path.Combine(Root, name));
        }

        for (int i = 0; i < folders.Count; i++)
            folders[i] = Path.GetFullPath(folders[i], beside);
    }

    private static string FindRoot()
    {
        if (Environment.GetEnvironmentVariable("SOC_ROOT") is { Length: > 0 } set)
            return Path.GetFullPath(set);
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Directory.Exists(Path.Combine(at.FullName, "rules")) && Directory.Exists(Path.Combine(at.FullName, "sources")))
                return at.FullName;
        }

        return AppContext.BaseDirectory;
    }
}
