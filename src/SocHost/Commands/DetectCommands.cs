using System.CommandLine;
using System.Text.Json;
using SocCore.Events;
using SocHost.Local;
using SocHost.Settings;

namespace SocHost.Commands;

/// <summary><c>soc detect …</c>: what is done with detection by hand.</summary>
internal static class DetectCommands
{
    /// <summary>One request each: short enough to be stopped in between, and to say how far it came.</summary>
    private static readonly TimeSpan Piece = TimeSpan.FromHours(1);

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static Command Create() => new("detect", "Detection by hand") { Backfill() };

    private static Command Backfill()
    {
        Option<string> from = new("--from") { Description = "Event time at or after: RFC 3339, or now-24h", HelpName = "TIME", Required = true };
        Option<string> to = new("--to") { Description = "Event time before; default: now", HelpName = "TIME", DefaultValueFactory = static _ => "now" };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("backfill", "Evaluates stored events again by the present rules; what was found before stays as it is") { from, to, json };
        command.SetAction(async (parsed, cancel) =>
        {
            (DateTimeOffset begin, DateTimeOffset end) = Between(parsed.GetValue(from)!, parsed.GetValue(to)!);
            await using LocalApi api = await LocalApi.OpenAsync(SocSettings.Load(parsed), "rule_engineer", cancel);
            (long events, long matches, long raised) = await RunAsync(api, begin, end, cancel);
            if (parsed.GetValue(json))
                Output.Object(new { from = Rfc3339.Format(begin), to = Rfc3339.Format(end), events, matches, raised });
            else
                Console.Out.WriteLine($"{events} events evaluated, {matches} matches, {raised} new detections");
            return 0;
        });
        return command;
    }

    private static (DateTimeOffset From, DateTimeOffset To) Between(string from, string to)
    {
        DateTimeOffset begin = TimeWords.Read("from", from);
        DateTimeOffset end = TimeWords.Read("to", to);
        if (begin >= end)
            throw new CommandException($"--from '{from}' is not before --to '{to}'; give an interval that is not empty", 64);
        if (end - begin > Longest)
            throw new CommandException($"--from '{from}' to --to '{to}' is longer than {Longest.TotalDays} days; run it in parts", 64);
        return (begin, end);
    }

    private static async Task<(long Events, long Matches, long Raised)> RunAsync(LocalApi api, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        (long Events, long Matches, long Raised) sum = default;
        for (DateTimeOffset at = from; at < to; at += Piece)
        {
            DateTimeOffset end = at + Piece < to ? at + Piece : to;
            try
            {
                using JsonDocument done = await api.PostAsync("/api/v1/backfill", new { from = Rfc3339.Format(at), to = Rfc3339.Format(end) }, cancel);
                sum.Events += done.RootElement.GetProperty("events").GetInt64();
                sum.Matches += done.RootElement.GetProperty("matches").GetInt64();
                sum.Raised += done.RootElement.GetProperty("raised").GetInt64();
            }
            catch (CommandException e) when (at > from)
            {
                throw new CommandException($"{e.Message} (done up to {Rfc3339.Format(at)}; go on with --from {Rfc3339.Format(at)})", e.ExitCode);
            }
        }

        return sum;
    }
}
