using System.CommandLine;
using System.Text.Json;
using SocHost.Local;
using SocHost.Settings;

namespace SocHost.Commands;

/// <summary><c>soc deadletters …</c>: what could not be read, and again after a fix.</summary>
internal static class DeadLettersCommands
{
    public static Command Create() => new("deadletters", "Records that no source could read: list, look, try again") { List(), Show(), Replay() };

    private static Command List()
    {
        Option<string?> source = Source();
        Option<string?> reason = Reason();
        Option<string?> since = Since();
        Option<bool> json = GlobalOptions.Json();
        Command command = new("list", "Lists them, newest first") { source, reason, since, json };
        command.SetAction(async (parsed, cancel) =>
        {
            await using LocalApi api = await LocalApi.OpenAsync(SocSettings.Load(parsed), "lead", cancel);
            string path = "/api/v1/dead-letters?page_size=1000" + Part("source", parsed.GetValue(source)) + Part("reason", parsed.GetValue(reason)) + Part("since", parsed.GetValue(since));
            using JsonDocument page = await api.GetAsync(path, cancel);
            if (parsed.GetValue(json))
                Output.Object(page.RootElement);
            else
                Print(page.RootElement.GetProperty("value"));
            return 0;
        });
        return command;
    }

    private static Command Show()
    {
        Argument<string> id = new("ID") { Description = "The id from the list" };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("show", "Shows one, with its bytes") { id, json };
        command.SetAction(async (parsed, cancel) =>
        {
            await using LocalApi api = await LocalApi.OpenAsync(SocSettings.Load(parsed), "analyst", cancel);
            using JsonDocument letter = await api.GetAsync($"/api/v1/dead-letters/{Uri.EscapeDataString(parsed.GetValue(id)!)}", cancel);
            if (parsed.GetValue(json))
            {
                Output.Object(letter.RootElement);
                return 0;
            }

            foreach (JsonProperty property in letter.RootElement.EnumerateObject().Where(static p => p.Value.ValueKind != JsonValueKind.Null))
                Console.Out.WriteLine($"{property.Name,-12} {Output.Visible(property.Value.ToString())}");
            return 0;
        });
        return command;
    }

    private static Command Replay()
    {
        Option<string?> source = Source();
        Option<string?> reason = Reason();
        Option<string?> since = Since();
        Option<bool> json = GlobalOptions.Json();
        Command command = new("replay", "Reads them again with the present sources: same id, new sequence") { source, reason, since, json };
        command.SetAction(async (parsed, cancel) =>
        {
            await using LocalApi api = await LocalApi.OpenAsync(SocSettings.Load(parsed), "rule_engineer", cancel);
            (long tried, long stored, long dead) = (0, 0, 0);
            string? after = null;
            do
            {
                using JsonDocument part = await api.PostAsync(
                    "/api/v1/dead-letters/replay",
                    new { source = parsed.GetValue(source), reason = parsed.GetValue(reason), since = parsed.GetValue(since), after },
                    cancel);
                tried += part.RootElement.GetProperty("tried").GetInt64();
                stored += part.RootElement.GetProperty("stored").GetInt64();
                dead += part.RootElement.GetProperty("still_dead").GetInt64();
                after = part.RootElement.TryGetProperty("next", out JsonElement next) ? next.GetString() : null;
            }
            while (after is not null);
            if (parsed.GetValue(json))
                Output.Object(JsonSerializer.SerializeToElement(new { tried, stored, still_dead = dead }));
            else
                Console.Out.WriteLine($"{tried} tried, {stored} stored, {dead} still dead");
            return 0;
        });
        return command;
    }

    private static void Print(JsonElement letters)
    {
        Output.Table(
            ["id", "received", "source", "stage", "reason"],
            letters.EnumerateArray().Select(static l => (IReadOnlyList<string>)
            [
                l.GetProperty("id").GetString()!,
                l.GetProperty("received_at").GetString()!,
                l.GetProperty("source").GetString() ?? "",
                l.GetProperty("stage").GetString()!,
                l.GetProperty("reason").GetString()!,
            ]));
        Console.Out.WriteLine($"{letters.GetArrayLength()} dead letters");
    }

    private static Option<string?> Source() => new("--source") { Description = "Claimed by this source", HelpName = "ID" };

    private static Option<string?> Reason() => new("--reason") { Description = "Words of the reason", HelpName = "TEXT" };

    private static Option<string?> Since() => new("--since") { Description = "Received at or after, RFC 3339", HelpName = "TIME" };

    private static string Part(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
