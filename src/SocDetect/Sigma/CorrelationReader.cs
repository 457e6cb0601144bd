using SocCore.Rules;
using SocCore.Time;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>Reads a document with a <c>correlation</c>.</summary>
internal static class CorrelationReader
{
    private static readonly Dictionary<string, CorrelationType> Types = new()
    {
        ["event_count"] = CorrelationType.EventCount,
        ["value_count"] = CorrelationType.ValueCount,
        ["value_sum"] = CorrelationType.ValueSum,
        ["value_avg"] = CorrelationType.ValueAvg,
        ["value_median"] = CorrelationType.ValueMedian,
        ["value_percentile"] = CorrelationType.ValuePercentile,
        ["temporal"] = CorrelationType.Temporal,
        ["temporal_ordered"] = CorrelationType.TemporalOrdered,
    };

    public static CorrelationDraft? Read(RuleDocument document)
    {
        SocSettings settings = SocKey.Read(document, isCorrelation: true);
        if (document.Shape.Shape("correlation", required: true) is not { } shape)
            return null;
        string? word = shape.Word("type", Types.Keys, required: true);
        CorrelationType type = word is null ? CorrelationType.EventCount : Types[word];
        TimeSpan timespan = Timespan(shape);
        List<(string, YamlPosition)> references = References(shape);
        (CountRange? range, IReadOnlyList<string> fields, decimal? percentile, CorrelationCondition? extended) = Condition(shape, type, word, references, document.Problems.Items);
        if (references.Count == 0)
            shape.Problem(shape.Map.Position, "'correlation.rules' must name the rules whose matches are correlated.");
        CorrelationDraft draft = new()
        {
            Document = document,
            Settings = settings,
            Type = type,
            Timespan = timespan,
            References = references,
            GroupBy = shape.Texts("group-by"),
            Aliases = Aliases(shape),
            Range = range,
            Fields = fields,
            Percentile = percentile,
            Extended = extended,
            Generate = document.Shape.Boolean("generate") == true | shape.Boolean("generate") == true,
        };
        shape.Close("A correlation");
        return document.Problems.HasErrors ? null : draft;
    }

    private static TimeSpan Timespan(YamlShape shape)
    {
        if (shape.Text("timespan", required: true) is not { } text)
            return default;
        if (Timespans.TryParse(text, out TimeSpan span) && span > TimeSpan.Zero)
            return span;
        shape.Problem(shape.Node("timespan")!.Position, $"'timespan: {text}' is no duration; write a number and s, m, h or d, as in 5m.");
        return default;
    }

    private static List<(string, YamlPosition)> References(YamlShape shape)
    {
        List<(string, YamlPosition)> references = [];
        switch (shape.Node("rules"))
        {
            case YamlScalar one:
                references.Add((one.Text, one.Position));
                break;
            case YamlList list:
                foreach (YamlNode item in list.Items)
                {
                    if (item is YamlScalar { IsNull: false } scalar)
                        references.Add((scalar.Text, scalar.Position));
                    else
                        shape.Problem(item.Position, $"'rules' must be a list of rule ids or names, not of {item.Kind}.");
                }

                break;
            case { } other:
                shape.Problem(other.Position, $"'rules' must be a list of rule ids or names, not {other.Kind}.");
                break;
        }

        return references;
    }

    private static Dictionary<string, IReadOnlyList<YamlEntry>> Aliases(YamlShape shape)
    {
        Dictionary<string, IReadOnlyList<YamlEntry>> aliases = [];
        if (shape.Shape("aliases") is not { } section)
            return aliases;
        foreach (YamlEntry alias in section.Map.Entries)
        {
            if (alias.Value is YamlMap fields && fields.Entries.All(static f => f.Value is YamlScalar { IsNull: false }))
                aliases[alias.Key] = fields.Entries;
            else
                section.Problem(alias.Value.Position, $"The alias '{alias.Key}' must map each rule to one of its fields.");
        }

        return aliases;
    }

    private static (CountRange?, IReadOnlyList<string>, decimal?, CorrelationCondition?) Condition(
        YamlShape shape, CorrelationType type, string? word, List<(string Name, YamlPosition At)> references, ICollection<YamlProblem> problems)
    {
        bool temporal = type is CorrelationType.Temporal or CorrelationType.TemporalOrdered;
        switch (shape.Node("condition"))
        {
            case null:
                if (!temporal)
                    shape.Problem(shape.Map.Position, $"A correlation of type {word} needs a 'condition', as in 'condition: {{ gte: 5 }}'.");
                return (null, [], null, null);
            case YamlScalar text when temporal:
                return (null, [], null, Extended(shape, text, references));
            case YamlMap map:
                return Numeric(new YamlShape(shape.File, map, problems), type, word, temporal);
            case var other:
                shape.Problem(other.Position, temporal ? $"'condition' must be a mapping or a text over rule names, not {other.Kind}." : "A condition over rule names is for temporal and temporal_ordered; use a mapping, as in 'condition: { gte: 5 }'.");
                return (null, [], null, null);
        }
    }

    private static (CountRange?, IReadOnlyList<string>, decimal?, CorrelationCondition?) Numeric(YamlShape condition, CorrelationType type, string? word, bool temporal)
    {
        List<(CountOperator, decimal)> terms = [];
        foreach ((string key, CountOperator operation) in (ReadOnlySpan<(string, CountOperator)>)
            [("gt", CountOperator.Gt), ("gte", CountOperator.Gte), ("lt", CountOperator.Lt), ("lte", CountOperator.Lte), ("eq", CountOperator.Eq), ("neq", CountOperator.Neq)])
        {
            if (Number(condition, key) is { } value)
                terms.Add((operation, value));
        }

        IReadOnlyList<string> fields = condition.Texts("field");
        decimal? percentile = Number(condition, "percentile");
        YamlPosition at = condition.Map.Position;
        if (terms.Count == 0)
            condition.Problem(at, "'condition' needs one of gt, gte, lt, lte, eq, neq with a number.");
        bool counts = temporal || type == CorrelationType.EventCount;
        if (counts && fields.Count > 0)
            condition.Problem(at, $"A correlation of type {word} counts matches and has no 'condition.field'; remove it, or use value_count.");
        if (!counts && fields.Count == 0)
            condition.Problem(at, $"A correlation of type {word} needs 'condition.field', the field whose values it takes.");
        if (!counts && type != CorrelationType.ValueCount && fields.Count > 1)
            condition.Problem(at, $"A correlation of type {word} takes one field; several are for value_count.");
        if (type == CorrelationType.ValuePercentile && percentile is null or < 0 or > 100)
            condition.Problem(at, "value_percentile needs 'condition.percentile', a number from 0 to 100.");
        if (type != CorrelationType.ValuePercentile && percentile is not null)
            condition.Problem(at, $"'condition.percentile' is for value_percentile, not for {word}; remove it.");
        condition.Close("The condition of a correlation");
        return (terms.Count == 0 ? null : new CountRange(terms), fields, percentile, null);
    }

    private static decimal? Number(YamlShape shape, string key)
    {
        if (shape.Node(key) is not { } node)
            return null;
        if (node is YamlScalar scalar && scalar.TryGetDecimal(out decimal value))
            return value;
        shape.Problem(node.Position, $"'{key}' must be a number.");
        return null;
    }

    private static CorrelationCondition? Extended(YamlShape shape, YamlScalar text, List<(string Name, YamlPosition At)> references)
    {
        HashSet<string> names = [];
        CorrelationCondition? condition;
        try
        {
            condition = NameGrammar.Parse(text.Text, names);
        }
        catch (FormatException e)
        {
            shape.Problem(text.Position, e.Message);
            return null;
        }

        if (references.Count == 0)
            references.AddRange(names.Select(n => (n, text.Position)));
        else if (!names.SetEquals(references.Select(static r => r.Name)))
            shape.Problem(text.Position, $"The condition names {string.Join(", ", names.Order(StringComparer.Ordinal))}, but 'rules' names {string.Join(", ", references.Select(static r => r.Name).Order(StringComparer.Ordinal))}; the two must be the same.");
        return condition;
    }
}
