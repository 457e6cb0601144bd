using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>Reads <c>soc.tests</c>; the form is described at <see cref="RuleTest"/>.</summary>
internal static class TestKey
{
    private static readonly string[] Expectations = ["hit", "miss"];

    public static IReadOnlyList<RuleTest> Read(YamlShape soc, RuleDocument document, bool isCorrelation)
    {
        switch (soc.Node("tests"))
        {
            case null:
                return [];
            case YamlList list:
                List<RuleTest> tests = [];
                foreach (YamlNode item in list.Items)
                {
                    if (item is not YamlMap map)
                        soc.Problem(item.Position, $"A test must be a mapping, not {item.Kind}.");
                    else if (One(new YamlShape(soc.File, map, document.Problems.Items), document, isCorrelation) is { } test)
                        tests.Add(test);
                }

                return tests;
            case var other:
                soc.Problem(other.Position, $"'tests' must be a list, not {other.Kind}.");
                return [];
        }
    }

    private static RuleTest? One(YamlShape shape, RuleDocument document, bool isCorrelation)
    {
        int before = document.Problems.Items.Count;
        string name = shape.Text("name", required: true) ?? "";
        string? expect = shape.Word("expect", Expectations);
        long? detections = shape.Integer("detections");
        if (detections is not null && !isCorrelation)
            shape.Problem(shape.Node("detections")!.Position, "'detections' is for correlations; a rule on single events has 'expect: hit' or 'expect: miss'.");
        else if (expect is null == detections is null && document.Problems.Items.Count == before)
            shape.Problem(shape.Map.Position, $"The test '{name}' must say what it expects: 'expect: hit', 'expect: miss'{(isCorrelation ? ", or 'detections: n'" : "")}.");
        List<YamlNode> nodes = [];
        if (shape.Node("event") is { } one)
            nodes.Add(one);
        if (shape.Node("events") is YamlList many)
            nodes.AddRange(many.Items);
        if (nodes.Count == 0)
            shape.Problem(shape.Map.Position, $"The test '{name}' has no event; add 'event: {{ field: value }}' or a list 'events'.");
        List<string> events = TestEvents.Read(nodes, shape, document);
        shape.Close("A test");
        if (document.Problems.Items.Count > before)
            return null;
        RuleTestOutcome outcome = detections is not null ? RuleTestOutcome.Detections : expect == "hit" ? RuleTestOutcome.Hit : RuleTestOutcome.Miss;
        return new RuleTest(document.Id, name, outcome, (int)(detections ?? 0), events, shape.File, shape.Map.Position);
    }

    /// <summary>An event as a JSON document.</summary>
    public static string Json(YamlMap map, YamlShape shape)
    {
        foreach (YamlEntry entry in map.Entries)
        {
            if (entry.Key == "@timestamp" && !(entry.Value is YamlScalar time && DateTimeOffset.TryParse(time.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)))
                shape.Problem(entry.Value.Position, "'@timestamp' must be an instant, as in 2026-03-12T02:00:00Z.");
        }

        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter writer = new(buffer))
            Write(map, writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(YamlNode node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case YamlMap map:
                writer.WriteStartObject();
                foreach (YamlEntry entry in map.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    Write(entry.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case YamlList list:
                writer.WriteStartArray();
                foreach (YamlNode item in list.Items)
                    Write(item, writer);
                writer.WriteEndArray();
                break;
            case YamlScalar { IsNull: true }:
                writer.WriteNullValue();
                break;
            case YamlScalar { Type: YamlScalarType.Boolean } scalar:
                writer.WriteBooleanValue(scalar.Boolean);
                break;
            case YamlScalar scalar when scalar.TryGetDecimal(out decimal number):
                writer.WriteNumberValue(number);
                break;
            case YamlScalar scalar:
                writer.WriteStringValue(scalar.Text);
                break;
        }
    }
}
