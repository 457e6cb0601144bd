using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using SocHost.Kibana.Linting;
using SocTesting;
using Xunit;

namespace SocHost.Tests.Kibana;

/// <summary>Whatever a file holds, the linter says something about it and does not fall over.</summary>
public sealed class LinterRobustnessTests
{
    private static readonly string[] Values = ["null", "true", "0", "-7", "1e300", "\"\"", "\"text\"", "\"{\"", "\"[]\"", "[]", "[1]", "[null]", "{}", "{\"a\":[{}]}", "[[\"@timestamp\"]]"];

    [Fact]
    public void Any_value_in_any_place_is_taken()
    {
        string[] lines = Encoding.UTF8.GetString(BuiltContent.Bundle().Content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Gen.Select(Gen.Int[0, lines.Length - 1], Gen.Int[0, 1_000_000], Gen.Int[0, Values.Length - 1]).TryAll(
            (line, place, value) =>
            {
                // The data views are kept, so that fields are known.
                string[] changed = [.. lines[..2], Replace(lines[line], place, Values[value])];
                byte[] content = Encoding.UTF8.GetBytes(string.Join('\n', changed));
                Linter.Lint("soc-vi.ndjson", content, LintProfile.Own);
                Linter.Lint("soc-vi.ndjson", content, LintProfile.Foreign);
            },
            count: 200,
            seed: "0000KOeoKbB3");
    }

    /// <summary>Puts a value in the place of a random one, also inside texts that hold JSON.</summary>
    private static string Replace(string line, int place, string value)
    {
        JsonNode root = JsonNode.Parse(line)!;
        List<(JsonNode Holder, string? Name, int Index)> places = [];
        Collect(root, places);
        (JsonNode holder, string? name, int index) = places[place % places.Count];
        JsonNode? old = name is null ? holder[index] : holder[name];
        JsonNode? put = JsonNode.Parse(value);
        // Most of an object is JSON in a text, so that is where most faults belong.
        if (place % 8 != 0 && old is JsonValue text && text.TryGetValue(out string? inner) && inner is ['{', '"', ..] or ['[', '{', ..])
            put = Replace(inner, place / 2, value);
        if (name is null)
            holder[index] = put;
        else
            holder[name] = put;
        return root.ToJsonString();
    }

    private static void Collect(JsonNode? node, List<(JsonNode, string?, int)> places)
    {
        if (node is JsonObject one)
        {
            foreach ((string name, JsonNode? inner) in one)
            {
                places.Add((node, name, 0));
                Collect(inner, places);
            }
        }
        else if (node is JsonArray list)
        {
            for (int i = 0; i < list.Count; i++)
            {
                places.Add((node, null, i));
                Collect(list[i], places);
            }
        }
    }
}
