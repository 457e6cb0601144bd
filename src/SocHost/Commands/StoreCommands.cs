using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SocHost.Settings;
using SocStore.Elastic;
using SocStore.Elastic.Foreign;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Setup;

namespace SocHost.Commands;

/// <summary><c>soc store …</c>: the store on Elasticsearch or OpenSearch.</summary>
internal static class StoreCommands
{
    public static Command Create() => new("store", "The store on Elasticsearch or OpenSearch: set up, look at") { SetUp(), Status() };

    private static Command SetUp()
    {
        Option<int?> datasets = new("--datasets") { Description = "Datasets that the city expects, for the shard plan; left out: what the settings say", HelpName = "N" };
        Option<bool> foreign = new("--foreign") { Description = "Makes the pipeline that gives events of others their time of ingest, and says where it is to be set" };
        Option<bool> apply = new("--apply") { Description = "With --foreign: sets it on the indices that are there and have no final pipeline" };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("setup", "Makes templates and indices, or brings them up to date, and shows the shard plan; never deletes") { datasets, foreign, apply, json };
        command.SetAction((parsed, cancel) => RunAsync(parsed, async (store, options) =>
        {
            if (parsed.GetValue(foreign))
            {
                await SetUpForeignAsync(store, parsed.GetValue(apply), parsed.GetValue(json), cancel);
                return;
            }

            if (parsed.GetValue(apply))
                throw new CommandException("--apply is for the pipeline of events of others; write --foreign --apply", 64);
            SetupReport report = await store.SetUpAsync(parsed.GetValue(datasets) ?? options.Datasets, cancel);
            if (parsed.GetValue(json))
            {
                Output.Object(report);
                return;
            }

            Console.Out.WriteLine($"server     {report.Server}");
            Console.Out.WriteLine($"types      {Words(report.Types)}");
            Console.Out.WriteLine($"shards     {report.Plan}");
            Console.Out.WriteLine($"retention  {report.Retention}");
            Output.Table(["kind", "name", "outcome"], report.Steps.Select(static s => (IReadOnlyList<string>)[s.Kind, s.Name, s.Outcome]));
        }));
        return command;
    }

    private static async Task SetUpForeignAsync(ElasticStore store, bool apply, bool json, CancellationToken cancel)
    {
        ForeignSetupReport report = await store.SetUpForeignAsync(apply, cancel);
        if (json)
        {
            Output.Object(report);
            return;
        }

        Console.Out.WriteLine($"pipeline   {report.Pipeline}, {report.Outcome}");
        foreach (string todo in report.Todo)
            Console.Out.WriteLine($"to be set  {todo}");
        if (report.Indices.Any(static i => i.Pipeline == "not set"))
            Console.Out.WriteLine("           on the indices below: soc store setup --foreign --apply");
        Output.Table(["feed", "index", "final pipeline"], report.Indices.Select(static i => (IReadOnlyList<string>)[i.Feed, i.Index, i.Pipeline]));
    }

    private static Command Status()
    {
        Option<bool> json = GlobalOptions.Json();
        Command command = new("status", "Shows the server, the streams, the other indices and the shard plan") { json };
        command.SetAction((parsed, cancel) => RunAsync(parsed, async (store, options) =>
        {
            StoreStatus status = await store.GetStatusAsync(cancel);
            if (parsed.GetValue(json))
            {
                Output.Object(status);
                return;
            }

            Console.Out.WriteLine($"server     {status.Server}, {status.Health}; {Words(status.Nodes)}");
            Console.Out.WriteLine($"set up     {(status.IsSetUp ? "yes" : "no, or otherwise: run 'soc store setup'")}");
            Console.Out.WriteLine($"types      {Words(status.Types)}");
            Console.Out.WriteLine($"shards     {status.Plan}");
            Console.Out.WriteLine($"retention  {status.Retention}");
            Output.Table(
                ["stream or index", "backing indices", "documents", "bytes"],
                [
                    .. status.Streams.Select(static s => (IReadOnlyList<string>)[s.Name, Text(s.Indices), Text(s.Documents), Text(s.Bytes)]),
                    .. status.Indices.Select(static i => (IReadOnlyList<string>)[i.Key, "", Text(i.Value), ""]),
                ]);
        }));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<ElasticStore, ElasticOptions, Task> work)
    {
        SocSettings settings = SocSettings.Load(parsed);
        if (settings.Options.Store.Kind != StoreKind.Elasticsearch)
            throw new CommandException($"the store is {settings.Options.Store.Kind}, which needs no setup; set Soc:Store:Kind to Elasticsearch for a store on a server", 2);
        try
        {
            using ElasticStore store = new(settings.Options.Store.Elastic, TimeProvider.System, NullLoggerFactory.Instance);
            await work(store, settings.Options.Store.Elastic);
            return 0;
        }
        catch (Exception e) when (e is ElasticException or SetupException or IOException)
        {
            throw new CommandException(e.Message);
        }
    }

    private static string Words(IReadOnlyDictionary<string, string> pairs) =>
        string.Join(", ", pairs.Select(static p => p.Key == p.Value ? p.Key : $"{p.Key} → {p.Value}"));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
