using System.Globalization;
using SocCore.Time;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>
/// The events of a test. Beside plain events a list may hold <c>{ repeat: 31, every: 6s, event: { … } }</c>, which stands
/// for that many events: <c>{n}</c> in a text of theirs is their number from 1. A list with such an entry has a clock: it
/// begins at 2026-03-12T02:00:00Z, an event that is written out takes one second, a repeated one takes <c>every</c>, and
/// an event with its own <c>@timestamp</c> leaves the clock alone.
/// </summary>
internal static class TestEvents
{
    private const int Most = 10_000;
    private static readonly DateTimeOffset Start = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);

    public static List<string> Read(IReadOnlyList<YamlNode> nodes, YamlShape test, RuleDocument document)
    {
        List<string> events = [];
        bool clocked = nodes.Any(IsRepeated);
        DateTimeOffset now = Start;
        foreach (YamlNode node in nodes)
        {
            if (node is not YamlMap map)
                test.Problem(node.Position, $"An event must be a mapping of fields, not {node.Kind}.");
            else if (IsRepeated(map))
                now = Repeat(new YamlShape(test.File, map, document.Problems.Items), events, now, test);
            else if (!clocked || map.TryGet("@timestamp", out _))
                events.Add(TestKey.Json(map, test));
            else
                events.Add(Stamped(TestKey.Json(map, test), ref now, TimeSpan.FromSeconds(1)));
        }

        return events;
    }

    private static bool IsRepeated(YamlNode node) => node is YamlMap map && map.TryGet("repeat", out _);

    private static DateTimeOffset Repeat(YamlShape shape, List<string> events, DateTimeOffset now, YamlShape test)
    {
        long count = shape.Integer("repeat") ?? 0;
        if (count is < 1 or > Most)
            shape.Problem(shape.Node("repeat")!.Position, $"'repeat: {count}' must be 1 to {Most}.");
        TimeSpan every = TimeSpan.FromSeconds(1);
        if (shape.Text("every") is { } text && !Timespans.TryParse(text, out every))
            shape.Problem(shape.Node("every")!.Position, $"'every: {text}' is no duration; write a number and s, m, h or d, as in 6s.");
        if (shape.Node("event") is not YamlMap map)
        {
            shape.Problem(shape.Map.Position, "A repeated entry needs 'event', a mapping of fields.");
            return now;
        }

        string json = TestKey.Json(map, test);
        shape.Close("A repeated event");
        for (long n = 1; n <= Math.Min(count, Most); n++)
            events.Add(Stamped(json.Replace("{n}", n.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), ref now, every));
        return now;
    }

    private static string Stamped(string json, ref DateTimeOffset now, TimeSpan step)
    {
        string stamp = now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        now += step;
        return json == "{}" ? $"{{\"@timestamp\":\"{stamp}\"}}" : $"{{\"@timestamp\":\"{stamp}\",{json[1..]}";
    }
}
