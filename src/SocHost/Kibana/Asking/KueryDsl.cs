using System.Text.Json.Nodes;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Search;
using SocHost.Kibana.Content;

namespace SocHost.Kibana.Asking;

/// <summary>
/// A query in Kibana's language as Elasticsearch takes it from Kibana: exact on keywords, words in order on prose, a missing
/// field is not met. The server's own <c>kql</c> query is no help: up to 8.19 it does not read lists of values.
/// </summary>
internal sealed class KueryDsl : ConditionVisitor<JsonObject>
{
    private static readonly KueryDsl Instance = new();

    private KueryDsl()
    {
    }

    /// <summary>The query over fields of an index.</summary>
    /// <exception cref="AskException">It cannot be read, or compares in a way that the fields' types do not know.</exception>
    public static JsonObject Of(string query, IndexFields fields, DateTimeOffset now) =>
        Kql.TryParse(query, fields.OpenSchema, now, out Condition? condition, out KqlError? error)
            ? Instance.Visit(condition)
            : throw new AskException($"the query '{query}' cannot be read {error}");

    protected override JsonObject Visit(All node) => Bool("filter", node.Children);

    protected override JsonObject Visit(Any node)
    {
        JsonObject any = Bool("should", node.Children);
        any["bool"]!["minimum_should_match"] = 1;
        return any;
    }

    protected override JsonObject Visit(Not node) => Bool("must_not", [node.Child]);

    protected override JsonObject Visit(TextLeaf node)
    {
        string name = IndexKqlSchema.NameOf(node.Field);
        FieldType type = node.Field.Field.Type;
        // Prose is asked for words, so its pattern is open at both ends.
        if (type == FieldType.Text && node.Pattern.Parts is [{ Kind: TextPartKind.AnyRun }, { Kind: TextPartKind.Literal } words, { Kind: TextPartKind.AnyRun }])
            return Leaf("match_phrase", name, words.Text);
        if (node.Pattern.IsLiteral)
            return Leaf("term", name, node.Pattern.Literal);
        if (type is not (FieldType.Keyword or FieldType.Text))
            throw new AskException($"'{name}' is {type.ToString().ToLowerInvariant()} and is asked with wildcards; ask for whole values");
        return Leaf("wildcard", name, string.Concat(node.Pattern.Parts.Select(static p => p.Kind switch
        {
            TextPartKind.AnyRun => "*",
            TextPartKind.AnyOne => "?",
            _ => p.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal),
        })));
    }

    protected override JsonObject Visit(NumberLeaf node) => Compare(node.Field, node.Comparison, JsonValue.Create(node.Value));

    protected override JsonObject Visit(InstantLeaf node) => Compare(node.Field, node.Comparison, JsonValue.Create(Rfc3339.Format(node.Value)));

    protected override JsonObject Visit(AddressLeaf node) => Leaf("term", IndexKqlSchema.NameOf(node.Field), node.Network.ToString());

    protected override JsonObject Visit(ExistsLeaf node) => new() { ["exists"] = new JsonObject { ["field"] = IndexKqlSchema.NameOf(node.Field) } };

    protected override JsonObject Visit(KeywordLeaf node) => throw Untold("words without a field");

    protected override JsonObject Visit(SameAsLeaf node) => throw Untold("a comparison of two fields");

    protected override JsonObject Visit(RegexLeaf node) => throw Untold("an expression");

    protected override JsonObject Visit(TimePartLeaf node) => throw Untold("a part of a time");

    private static AskException Untold(string what) => new($"a query with {what} is not translated; name the field and its value");

    private JsonObject Bool(string part, IReadOnlyList<Condition> children) =>
        new() { ["bool"] = new JsonObject { [part] = new JsonArray([.. children.Select(c => (JsonNode)Visit(c))]) } };

    private static JsonObject Leaf(string query, string field, string value) => new() { [query] = new JsonObject { [field] = value } };

    private static JsonObject Compare(FieldRef field, Comparison comparison, JsonNode value)
    {
        string name = IndexKqlSchema.NameOf(field);
        string? sign = comparison switch
        {
            Comparison.Less => "lt",
            Comparison.LessOrEqual => "lte",
            Comparison.Greater => "gt",
            Comparison.GreaterOrEqual => "gte",
            _ => null,
        };
        return sign is null
            ? new JsonObject { ["term"] = new JsonObject { [name] = value } }
            : new JsonObject { ["range"] = new JsonObject { [name] = new JsonObject { [sign] = value } } };
    }
}
