using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using SocCore.Conditions;
using SocCore.Events;
using SocStore.Elastic.Dsl;

namespace SocStore.Tests.Elastic.Dsl;

/// <summary>
/// An index that holds each field in a way of our choice, and documents made for it: what every member of
/// <see cref="IndexedAs"/> promises, kept to the letter, with limits small enough that tests pass them.
/// </summary>
internal sealed class ProofIndex(Func<Field, IndexedAs> held, int longestRegex, bool hasAllText, int longestTerm = 7) : IEventIndex
{
    private const string Odd = "odd";
    private const string Shared = "shared";
    private const string All = "all";

    private static readonly Dictionary<IndexedAs, string> Types = new()
    {
        [IndexedAs.Keyword] = """{"type":"keyword"}""",
        [IndexedAs.Text] = """{"type":"match_only_text"}""",
        [IndexedAs.Long] = """{"type":"long"}""",
        [IndexedAs.Double] = """{"type":"double"}""",
        [IndexedAs.Boolean] = """{"type":"boolean"}""",
        [IndexedAs.Date] = """{"type":"date"}""",
        [IndexedAs.Address] = """{"type":"ip"}""",
    };

    public int LongestRegex { get; } = longestRegex;

    public int MostClauses => 1_000;

    public int DeepestNesting => 20;

    public IndexedField? AllText { get; } = hasAllText ? new IndexedField(All, IndexedAs.Text) { OddMarks = [new(Odd, All)] } : null;

    public IndexedField Of(Field field)
    {
        IndexedAs way = held(field);
        return way switch
        {
            IndexedAs.Nothing => new IndexedField("", way),
            IndexedAs.KeyedKeyword => new IndexedField(Shared, way) { Key = field.Name + "=", OddMarks = [new(Odd, field.Name)] },
            _ => new IndexedField(Path(field), way) { OddMarks = [new(Odd, field.Name)] },
        };
    }

    public JsonObject Mapping(IEnumerable<Field> fields)
    {
        JsonObject properties = new()
        {
            [Odd] = JsonNode.Parse(Types[IndexedAs.Keyword]),
            [Shared] = JsonNode.Parse(Types[IndexedAs.Keyword]),
            [All] = JsonNode.Parse(Types[IndexedAs.Text]),
        };
        foreach (Field field in fields)
        {
            if (Types.TryGetValue(held(field), out string? type))
                properties[Path(field)] = JsonNode.Parse(type);
        }

        return new JsonObject
        {
            ["settings"] = new JsonObject { ["number_of_shards"] = 1, ["number_of_replicas"] = 0, ["refresh_interval"] = "-1", ["max_regex_length"] = 100_000 },
            ["mappings"] = new JsonObject { ["dynamic"] = "strict", ["properties"] = properties },
        };
    }

    /// <summary>The event as the index holds it, and in which fields it is odd.</summary>
    public JsonObject Document(EcsEvent source, out IReadOnlySet<string> oddFields)
    {
        Dictionary<string, JsonArray> values = [];
        HashSet<string> odd = [];
        foreach (FieldSlot slot in source.Slots)
        {
            Field field = Fields.ById(slot.FieldId);
            IndexedAs way = held(field);
            FieldValue value = new(source.TextOf(slot), slot.Kind);
            if (slot.Kind is ValueKind.Text)
                Add(All, value.ToString());
            else if (slot.Kind is ValueKind.Json)
                odd.Add(All);
            if (way == IndexedAs.Nothing)
                continue;
            if (Held(way, value) is not { } node)
                odd.Add(field.Name);
            else if (way == IndexedAs.KeyedKeyword)
                Add(Shared, $"{field.Name}={node}");
            else
                Add(Path(field), node);
        }

        JsonObject document = [];
        foreach ((string path, JsonArray list) in values)
            document[path] = list;
        document[Odd] = new JsonArray([.. odd.Select(static o => (JsonNode)o)]);
        oddFields = odd;
        return document;

        void Add(string path, JsonNode node)
        {
            if (!values.TryGetValue(path, out JsonArray? list))
                values[path] = list = [];
            list.Add(node);
        }
    }

    private static string Path(Field field) => $"f{field.Id}";

    /// <summary>Null when the index does not hold the value as it is.</summary>
    private JsonNode? Held(IndexedAs way, FieldValue value)
    {
        if (value.Kind == ValueKind.Json)
            return null;
        string text = System.Text.Encoding.UTF8.GetString(Leaf.Canonical(value, stackalloc byte[64]));
        switch (way)
        {
            case IndexedAs.Text:
                return text;
            case IndexedAs.Keyword or IndexedAs.KeyedKeyword:
                return text.Length > longestTerm ? null : text;
            case IndexedAs.Boolean:
                return text == "true" ? true : text == "false" ? false : null;
            case IndexedAs.Long:
                return value.Kind != ValueKind.Boolean && long.TryParse(text, CultureInfo.InvariantCulture, out long number) && number.ToString(CultureInfo.InvariantCulture) == text ? number : null;
            case IndexedAs.Double:
                return value.Kind != ValueKind.Boolean && value.TryGetDouble(out double wide) && double.IsFinite(wide) ? wide : null;
            case IndexedAs.Date:
                return Leaf.TryGetInstant(value, out DateTimeOffset instant) && Rfc3339.Format(instant) == text ? text : null;
            default:
                return IPAddress.TryParse(text, out IPAddress? address) && address.ToString() == text && !address.IsIPv4MappedToIPv6 && !text.Contains('%', StringComparison.Ordinal) ? text : null;
        }
    }
}
