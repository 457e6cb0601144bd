using System.CommandLine;
using System.Text.Json;
using SocCore.Events;
using SocHost.Local;
using SocHost.Settings;

namespace SocHost.Commands;

/// <summary><c>soc search</c>: events by KQL, newest first, as the API and the console search.</summary>
internal static class SearchCommand
{
    private static readonly string[] DefaultFields = ["@timestamp", "event.dataset", "event.action", "source.ip", "user.name", "message"];

    public static Command Create()
    {
        Argument<string> query = new("KQL") { Description = "What the events must be, as in: event.outcome:failure and source.ip:192.0.2.0/24", DefaultValueFactory = static _ => "*" };
        Option<string?> from = new("--from") { Description = "Event time at or after: RFC 3339, or now-24h", HelpName = "TIME" };
        Option<string?> to = new("--to") { Description = "Event time before", HelpName = "TIME" };
        Option<int> limit = new("--limit") { Description = "The most events, 1 to 10000", DefaultValueFactory = static _ => 50, HelpName = "N" };
        Option<string[]> fields = new("--fields") { Description = "Columns", HelpName = "FIELD", AllowMultipleArgumentsPerToken = true };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("search", "Finds events, newest first") { query, from, to, limit, fields, json };
        command.SetAction(async (parsed, cancel) =>
        {
            int wanted = parsed.GetValue(limit);
            if (wanted is < 1 or > 10_000)
                throw new CommandException($"--limit {wanted} must be 1 to 10000", 64);
            await using LocalApi api = await LocalApi.OpenAsync(SocSettings.Load(parsed), "lead", cancel);
            List<JsonElement> events = await ReadAsync(api, parsed.GetValue(query)!, parsed.GetValue(from), parsed.GetValue(to), wanted, cancel);
            if (parsed.GetValue(json))
                Output.Object(new { query = parsed.GetValue(query), count = events.Count, events });
            else
                Print(events, parsed.GetValue(fields) is { Length: > 0 } chosen ? chosen : DefaultFields);
            return 0;
        });
        return command;
    }

    private static async Task<List<JsonElement>> ReadAsync(LocalApi api, string query, string? from, string? to, int limit, CancellationToken cancel)
    {
        List<JsonElement> events = [];
        string path = $"/api/v1/events/search?q={Uri.EscapeDataString(query)}&page_size={Math.Min(limit, 200)}"
            + Bound("from", from) + Bound("to", to);
        while (path.Length > 0 && events.Count < limit)
        {
            using JsonDocument page = await api.GetAsync(path, cancel);
            foreach (JsonElement item in page.RootElement.GetProperty("value").EnumerateArray().Take(limit - events.Count))
                events.Add(item.Clone());
            path = page.RootElement.TryGetProperty("next_link", out JsonElement next) ? next.GetString() ?? "" : "";
        }

        return events;
    }

    /// <summary>A bound as people write it: a time, or <c>now-24h</c>.</summary>
    private static string Bound(string name, string? text)
    {
        if (text is null)
            return "";
        return $"&{name}={Uri.EscapeDataString(Rfc3339.Format(TimeWords.Read(name, text)))}";
    }

    private static void Print(List<JsonElement> events, IReadOnlyList<string> fields)
    {
        Output.Table(fields, events.Select(e => (IReadOnlyList<string>)[.. fields.Select(f => Value(e, f))]));
        Console.Out.WriteLine($"{events.Count} {(events.Count == 1 ? "event" : "events")}");
    }

    private static string Value(JsonElement item, string field)
    {
        JsonElement at = item.TryGetProperty("_source", out JsonElement document) ? document : item;
        if (at.TryGetProperty(field, out JsonElement flat))
            return Text(flat);
        foreach (string step in field.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at))
                return "";
        }

        return Text(at);
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };
}
