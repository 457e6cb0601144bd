using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using SocCore.Time;
using SocHost.Simulation;
using SocHost.Simulation.Sending;

namespace SocHost.Commands;

/// <summary><c>soc simulate</c>: the city's normal life as a load, at a rate, for a time.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        Option<double> rate = new("--rate") { Description = "Lines a second", DefaultValueFactory = static _ => 1000, HelpName = "N" };
        Option<string> duration = new("--for") { Description = "How long: 30s, 5m, 2h", DefaultValueFactory = static _ => "60s", HelpName = "T" };
        Option<string[]> systems = new("--source") { Description = "Only these city systems", HelpName = "SYSTEM", AllowMultipleArgumentsPerToken = true };
        Option<string> to = new("--to") { Description = "udp://HOST:PORT, tcp://HOST:PORT, relp://HOST:PORT or a folder of log files", DefaultValueFactory = static _ => "tcp://127.0.0.1:5514", HelpName = "WHERE" };
        Option<int> seed = new("--seed") { Description = "Seed of every chance", DefaultValueFactory = static _ => 1, HelpName = "N" };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("simulate", "Sends the simulated city's normal life, as a load") { rate, duration, systems, to, seed, json };
        command.SetAction(async (parsed, cancel) =>
        {
            if (!Timespans.TryParse(parsed.GetValue(duration), out TimeSpan span))
                throw new CommandException($"--for '{parsed.GetValue(duration)}' is no duration; write 30s, 5m or 2h", 64);
            if (parsed.GetValue(rate) is not (> 0 and <= 1_000_000))
                throw new CommandException($"--rate {parsed.GetValue(rate).ToString(CultureInfo.InvariantCulture)} must be above 0 and at most 1000000", 64);
            string[] only = parsed.GetValue(systems) ?? [];
            (CityEndpoints endpoints, CityChannel channel) = EndpointsOf(parsed.GetValue(to)!);
            IEnumerable<CityLine> lines = Scenario.Life(parsed.GetValue(seed), TimeProvider.System)
                .Where(line => (only.Length == 0 || only.Contains(line.System)) && (line.Channel == CityChannel.File) == (channel == CityChannel.File))
                .Select(line => line.Channel == channel ? line : line with { Channel = channel });
            await using CitySender sender = new(endpoints);
            long began = Stopwatch.GetTimestamp();
            await sender.PourAsync(lines, parsed.GetValue(rate), span, TimeProvider.System, cancel);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (parsed.GetValue(json))
                Output.Object(new { lines = sender.Sent, seconds, lines_per_second = sender.Sent / seconds });
            else
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sender.Sent} lines in {seconds:0.0} s, {sender.Sent / seconds:0} a second"));
            return 0;
        });
        return command;
    }

    private static (CityEndpoints Endpoints, CityChannel Channel) EndpointsOf(string to)
    {
        if (!Uri.TryCreate(to, UriKind.Absolute, out Uri? uri) || uri.IsFile)
            return (new CityEndpoints(null, null, null, Path.GetFullPath(to)), CityChannel.File);
        if (uri.Port <= 0 || !IPAddress.TryParse(uri.Host.Trim('[', ']'), out IPAddress? address))
            throw new CommandException($"--to '{to}' needs an address and a port, as in tcp://127.0.0.1:5514", 64);
        IPEndPoint end = new(address, uri.Port);
        return uri.Scheme switch
        {
            "udp" => (new CityEndpoints(end, null, null, null), CityChannel.SyslogUdp),
            "tcp" => (new CityEndpoints(null, end, null, null), CityChannel.SyslogTcp),
            "relp" => (new CityEndpoints(null, null, end, null), CityChannel.Relp),
            _ => throw new CommandException($"--to '{to}': '{uri.Scheme}' is no way in; use udp, tcp, relp or a folder", 64),
        };
    }
}
