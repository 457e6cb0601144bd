using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SocStore.Elastic.Dsl;

/// <summary>One query of the query DSL, without scores. Values are written as JSON values, never pasted into text.</summary>
internal abstract class DslQuery
{
    /// <summary>Ten times the servers' default: a long text that repeats itself needs a state for each of its ends.</summary>
    private const int MostStates = 100_000;

    /// <summary>Every document.</summary>
    public static DslQuery MatchAll { get; } = new Constant("match_all");

    /// <summary>No document.</summary>
    public static DslQuery MatchNone { get; } = new Constant("match_none");

    /// <summary>How many bool queries stand around its deepest leaf, its own included.</summary>
    public virtual int Depth => 0;

    /// <summary>Number of leaf clauses.</summary>
    public virtual int Clauses => 1;

    /// <summary>The field has the term.</summary>
    public static DslQuery Term(string path, string value) => new TermsQuery(path, [value]);

    /// <summary>The field has the number.</summary>
    public static DslQuery Term(string path, long value) =>
        new Leaf("term", path, w => w.WriteNumber("value", value));

    /// <summary>A term of the field begins so.</summary>
    public static DslQuery Prefix(string path, string value) =>
        new Leaf("prefix", path, w => w.WriteString("value", value));

    /// <summary>A term of the field is met as a whole by the Lucene expression. Only the mandatory operators are on.</summary>
    public static DslQuery Regexp(string path, string expression) => new Leaf("regexp", path, w =>
    {
        w.WriteString("value", expression);
        w.WriteString("flags", "NONE");
        w.WriteNumber("max_determinized_states", MostStates);
    });

    /// <summary>The field has an indexed value.</summary>
    public static DslQuery Exists(string path) => new ExistsQuery(path);

    /// <summary>The prose of the field has all the words.</summary>
    public static DslQuery Words(string path, string words) => new Leaf("match", path, w =>
    {
        w.WriteString("query", words);
        w.WriteString("operator", "and");
    });

    /// <summary>The field has one of the terms.</summary>
    public static DslQuery Terms(string path, IReadOnlyCollection<string> values) => values.Count switch
    {
        0 => MatchNone,
        _ => new TermsQuery(path, values),
    };

    /// <summary>The field has a value in the range; a bound that is null is open. Operators are gt, gte, lt, lte.</summary>
    public static DslQuery Range(string path, string? format, params ReadOnlySpan<(string Operator, object Value)> bounds)
    {
        (string Operator, object Value)[] kept = bounds.ToArray();
        return new Leaf("range", path, w =>
        {
            foreach ((string name, object value) in kept)
            {
                w.WritePropertyName(name);
                JsonSerializer.Serialize(w, value, value.GetType());
            }

            if (format is not null)
                w.WriteString("format", format);
        });
    }

    /// <summary>All of them.</summary>
    public static DslQuery All(IReadOnlyList<DslQuery> queries)
    {
        List<DslQuery> kept = [];
        foreach (DslQuery query in queries)
        {
            if (query == MatchNone)
                return MatchNone;
            if (query is Join { IsAll: true } same)
                kept.AddRange(same.Parts);
            else if (query != MatchAll)
                kept.Add(query);
        }

        return kept.Count switch { 0 => MatchAll, 1 => kept[0], _ => new Join(kept, IsAll: true) };
    }

    /// <summary>At least one of them.</summary>
    public static DslQuery Any(IReadOnlyList<DslQuery> queries)
    {
        List<DslQuery> kept = [];
        foreach (DslQuery query in queries)
        {
            if (query == MatchAll)
                return MatchAll;
            if (query is Join { IsAll: false } same)
                kept.AddRange(same.Parts);
            else if (query != MatchNone)
                kept.Add(query);
        }

        kept = [.. TermsQuery.Merge(kept)];
        return kept.Count switch { 0 => MatchNone, 1 => kept[0], _ => new Join(kept, IsAll: false) };
    }

    /// <summary>Not that one.</summary>
    public static DslQuery Not(DslQuery query) =>
        query == MatchAll ? MatchNone : query == MatchNone ? MatchAll : query is Negation not ? not.Query : new Negation(query);

    /// <summary>Writes it as one JSON object.</summary>
    public abstract void Write(Utf8JsonWriter writer);

    /// <summary>The query as JSON.</summary>
    public sealed override string ToString()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
            Write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private sealed class Constant(string name) : DslQuery
    {
        public override void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteStartObject(name);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private sealed class Leaf(string kind, string path, Action<Utf8JsonWriter> body) : DslQuery
    {
        public override void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteStartObject(kind);
            writer.WriteStartObject(path);
            body(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private sealed class ExistsQuery(string path) : DslQuery
    {
        public override void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("exists");
            writer.WriteString("field", path);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private sealed class TermsQuery(string path, IReadOnlyCollection<string> values) : DslQuery
    {
        /// <summary>What an index takes in one terms query (<c>index.max_terms_count</c>).</summary>
        private const int MostTerms = 65_536;

        private readonly string _path = path;
        private readonly IReadOnlyCollection<string> _values = values;

        /// <summary>Alternatives on one field as one query.</summary>
        public static IEnumerable<DslQuery> Merge(IReadOnlyList<DslQuery> queries)
        {
            IEnumerable<DslQuery> merged = queries.OfType<TermsQuery>().GroupBy(static t => t._path)
                .SelectMany(static g => g.SelectMany(static t => t._values).Distinct().Chunk(MostTerms).Select(some => new TermsQuery(g.Key, some)));
            return queries.Where(static q => q is not TermsQuery).Concat(merged);
        }

        public override void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            if (_values.Count == 1)
            {
                writer.WriteStartObject("term");
                writer.WriteStartObject(_path);
                writer.WriteString("value", _values.First());
                writer.WriteEndObject();
            }
            else
            {
                writer.WriteStartObject("terms");
                writer.WriteStartArray(_path);
                foreach (string value in _values)
                    writer.WriteStringValue(value);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private sealed class Join(IReadOnlyList<DslQuery> parts, bool IsAll) : DslQuery
    {
        public IReadOnlyList<DslQuery> Parts { get; } = parts;

        public bool IsAll { get; } = IsAll;

        public override int Depth { get; } = 1 + parts.Max(static p => p.Depth);

        public override int Clauses { get; } = parts.Sum(static p => p.Clauses);

        public override void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("bool");
            writer.WriteStartArray(IsAll ? "filter" : "should");
            foreach (DslQuery part in Parts)
                part.Write(writer);
            writer.WriteEndArray();
            if (!IsAll)
                writer.WriteNumber("minimum_should_match", 1);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private sealed class Negation(DslQuery query) : DslQuery
    {
        public DslQuery Query { get; } = query;

        public override int Depth { get; } = 1 + query.Depth;

        public override int Clauses => Query.Clauses;

        public override void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("bool");
            writer.WriteStartArray("must_not");
            Query.Write(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }
}
