using System.CommandLine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SocHost.Settings;

namespace SocHost.Commands;

/// <summary><c>soc run</c>: the service.</summary>
internal static class RunCommand
{
    private static readonly Dictionary<string, Target> Targets = new()
    {
        ["all"] = Target.All,
        ["collector"] = Target.Collector,
        ["detect"] = Target.Detect,
        ["api"] = Target.Api,
    };

    public static Command Create()
    {
        Option<string> target = new("--target") { Description = "all, collector, detect or api", DefaultValueFactory = static _ => "all", HelpName = "ROLE" };
        target.AcceptOnlyFromAmong([.. Targets.Keys]);
        Option<string?> to = new("--to") { Description = "With --target collector: ECS lines into this file, or - for stdout, and no store", HelpName = "FILE.ndjson" };
        Command command = new("run", "Runs the service until it is stopped") { target, to };
        command.SetAction((parsed, cancel) => RunAsync(parsed, Targets[parsed.GetValue(target)!], parsed.GetValue(to), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Target target, string? to, CancellationToken cancel)
    {
        if (to is not null && target != Target.Collector)
            throw new CommandException("--to needs --target collector; the other roles work on a store", 64);
        SocSettings settings = SocSettings.LoadWithContent(parsed, target);
        if (target != Target.All && to is null && settings.Options.Store.Kind != StoreKind.Elasticsearch)
            throw new CommandException($"--target {target.ToString().ToLowerInvariant()} cannot use the store of kind {settings.Options.Store.Kind}, which belongs to one process; use --target all, --target collector --to FILE.ndjson, or set Soc:Store:Kind to Elasticsearch", 2);
        await using WebApplication app = SocApplication.Build(settings, target, new RunChoices { To = to });
        await app.StartAsync(cancel);
        foreach (string address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Where(static a => !a.StartsWith("http://unix:", StringComparison.Ordinal)))
            await Console.Error.WriteLineAsync($"soc: listening on {address}");
        using CancellationTokenRegistration stopping = cancel.Register(static state => ((IHostApplicationLifetime)state!).StopApplication(), app.Lifetime);
        await app.WaitForShutdownAsync(CancellationToken.None);
        return 0;
    }
}
