using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SocCollector.Sources;
using SocTesting;
using Xunit;

namespace SocCollector.Tests.Sources;

/// <summary>Lines with what other collectors make of them, where both speak ECS.</summary>
public sealed partial class PeerExpectationTests(ITestOutputHelper output)
{
    private static readonly string[] CefFields =
        ["source.ip", "source.port", "destination.ip", "destination.port", "event.code", "event.severity", "observer.vendor", "observer.product", "observer.version"];

    [Fact]
    public void Cef_records_of_eleven_products_give_the_same_ecs_fields()
    {
        INormalizer normalizer = Reading.Own.NewNormalizer("infra/cef");
        int records = 0;
        int fields = 0;
        List<string> wrong = [];
        foreach (string row in File.ReadLines(SharedData.Get("net-cef-beats/samples.jsonl")))
        {
            using JsonDocument sample = JsonDocument.Parse(row);
            (NormalizeResult result, string? json) = Reading.Line(normalizer, sample.RootElement.GetProperty("line").GetString()!);
            Assert.True(result.Fate == NormalizeFate.Event, result.Reason);
            using JsonDocument actual = JsonDocument.Parse(json!);
            records++;
            foreach (string field in CefFields)
            {
                if (Value(sample.RootElement.GetProperty("expected"), field) is not { } expected)
                    continue;
                fields++;
                if (Value(actual.RootElement, field) != expected)
                    wrong.Add($"{field}: expected {expected}, is {Value(actual.RootElement, field) ?? "nothing"}: {row[..Math.Min(row.Length, 200)]}");
            }
        }

        output.WriteLine($"{records} records, {fields} fields, {wrong.Count} differ");
        Assert.Empty(wrong);
        Assert.True(records >= 10 && fields >= 60, string.Create(CultureInfo.InvariantCulture, $"{records} records, {fields} fields"));
    }

    [Fact]
    public void Every_trap_of_cef_is_read_or_refused_and_never_lost()
    {
        INormalizer normalizer = Reading.Own.NewNormalizer("infra/cef");
        foreach (string row in File.ReadLines(SharedData.Get("net-cef-beats/traps.jsonl")))
        {
            using JsonDocument trap = JsonDocument.Parse(row);
            string line = trap.RootElement.GetProperty("line").GetString()!;
            (NormalizeResult result, string? json) = Reading.Line(normalizer, line);
            Assert.True(result.Fate is NormalizeFate.Event or NormalizeFate.Dead);
            if (result.Fate == NormalizeFate.Event && line.Contains("src=10.0.0.192", StringComparison.Ordinal))
                Assert.Contains("\"source\":{\"ip\":\"10.0.0.192\"", json, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Cisco_messages_give_the_same_ends_of_the_flow()
    {
        INormalizer normalizer = Reading.Own.NewNormalizer();
        int messages = 0;
        foreach (string row in File.ReadLines(SharedData.Get("lines-logstash-patterns/firewalls.jsonl")))
        {
            using JsonDocument sample = JsonDocument.Parse(row);
            if (!sample.RootElement.GetProperty("pattern").GetString()!.StartsWith("CISCOFW", StringComparison.Ordinal) || !sample.RootElement.TryGetProperty("expect_ruby", out JsonElement sentences))
                continue;
            string told = string.Join('\n', sentences.EnumerateArray().Select(static s => s.GetString()));
            Match source = SourceIp().Match(told);
            Match destination = DestinationIp().Match(told);
            if (!source.Success && !destination.Success)
                continue;
            string message = sample.RootElement.GetProperty("message").GetString()!;
            // Some of the messages are quoted with their code, some without it.
            message = message.StartsWith("ASA-", StringComparison.Ordinal) ? "%" + message : "%ASA-6-" + (char.IsAsciiDigit(message[0]) && message.Contains("3020", StringComparison.Ordinal) ? message[message.IndexOf("3020", StringComparison.Ordinal)..] : "000000: " + message);
            (NormalizeResult _, string? json) = Reading.Line(normalizer, "<166>" + message);
            using JsonDocument actual = JsonDocument.Parse(json!);
            string?[] expected = [source.Success ? source.Groups[1].Value : null, destination.Success ? destination.Groups[1].Value : null];
            string?[] ends = [Value(actual.RootElement, "source.ip"), Value(actual.RootElement, "destination.ip")];
            // Who opened an outbound connection is the end behind "to": there the peer keeps the order of the words.
            if (message.Contains("outbound", StringComparison.Ordinal) || message.Contains("faddr", StringComparison.Ordinal))
                Array.Reverse(ends);
            Assert.All(expected.Where(static e => e is not null), e => Assert.True(ends.Contains(e), $"{e} is missing in {json}"));
            messages++;
        }

        output.WriteLine($"{messages} messages");
        Assert.True(messages >= 8);
    }

    private static string? Value(JsonElement at, string path)
    {
        foreach (string part in path.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(part, out at))
                return null;
        }

        return at.ToString();
    }

    [GeneratedRegex("\"source\"=>\\{(?:\"nat\"=>\\{[^}]*\\}, )?\"ip\"=>\"([0-9a-f.:]+)\"")]
    private static partial Regex SourceIp();

    [GeneratedRegex("\"destination\"=>\\{[^}]*?\"ip\"=>\"([0-9a-f.:]+)\"")]
    private static partial Regex DestinationIp();
}
