using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using SocHost.Demo;
using SocHost.Settings;

namespace SocHost.Commands;

/// <summary><c>soc demo</c>: a seeded scenario of the city through the real listeners, and what is found in it.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        Option<bool> once = new("--once") { Description = "Ends when the scenario is over" };
        Option<bool> json = GlobalOptions.Json();
        Option<bool> reset = new("--reset") { Description = "Forgets what earlier demos left" };
        Option<StoreKind> store = new("--store") { Description = "Embedded, Elasticsearch (at Soc__Store__Elastic__Nodes__0) or InMemory", DefaultValueFactory = static _ => StoreKind.Embedded, HelpName = "KIND" };
        Option<bool> quiet = new("--quiet-city") { Description = "Leaves the attacker out" };
        Option<int> seed = new("--seed") { Description = "Seed of every chance in the city", DefaultValueFactory = static _ => 1, HelpName = "N" };
        Option<int> port = new("--port") { Description = "Port of API and console; 0 takes a free one", DefaultValueFactory = static _ => 8420, HelpName = "PORT" };
        Command command = new("demo", "Plays a scenario of the simulated city and shows what is found in it") { once, json, reset, store, quiet, seed, port };
        command.SetAction(async (parsed, cancel) =>
        {
            DemoChoices choices = new()
            {
                Once = parsed.GetValue(once),
                Json = parsed.GetValue(json),
                WithAttacker = !parsed.GetValue(quiet),
                Seed = parsed.GetValue(seed),
                ProcessStart = ProcessStart(),
            };
            // A demo has a folder of its own, so that it never mixes with what a city keeps.
            string data = Path.Combine(parsed.GetValue(GlobalOptions.Data)!, "demo");
            if (choices.Once || parsed.GetValue(reset))
                DemoFolder.Clear(data);
            // Nobody visits a demo that ends by itself: it must not fail because another one has the port.
            int apiPort = choices.Once && parsed.GetResult(port) is null or { Implicit: true } ? 0 : parsed.GetValue(port);
            SocSettings settings = DemoFolder.Settings(data, parsed.GetValue(store), apiPort);
            if (settings.Options.Store.Kind == StoreKind.Elasticsearch && (choices.Once || parsed.GetValue(reset)))
                await DemoFolder.EraseAsync(settings, cancel);
            await using DemoRun run = new(settings, choices);
            return await run.RunAsync(cancel);
        });
        return command;
    }

    /// <summary>When the program was started: what the script beside it says (it may have built the program first, in the same process), else what the kernel says.</summary>
    private static DateTimeOffset ProcessStart()
    {
        using Process self = Process.GetCurrentProcess();
        DateTimeOffset kernel = self.StartTime.ToUniversalTime();
        return long.TryParse(Environment.GetEnvironmentVariable("SOC_STARTED_MS"), NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)
            && milliseconds <= TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()
            && DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) is var script && script > kernel
            ? script
            : kernel;
    }
}
