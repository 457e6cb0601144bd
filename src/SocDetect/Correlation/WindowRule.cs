using SocCore.Rules;

namespace SocDetect.Correlation;

/// <summary>
/// What a correlator runs: a correlation, or a rule on single events that raises by itself. The latter is a count of at
/// least one within the quiet time, so that a flood is one detection that grows.
/// </summary>
internal sealed record WindowRule
{
    /// <summary>The kind of a rule on single events.</summary>
    public const string Single = "rule";

    /// <summary>The rule's id.</summary>
    public required string Id { get; init; }

    /// <summary>Hash of its logic.</summary>
    public required string LogicHash { get; init; }

    /// <summary><c>rule</c>, or the correlation's type as Sigma writes it.</summary>
    public required string Kind { get; init; }

    /// <summary>Ids of the rules whose matches it reads, each once; their places are what a match entry names.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The group-by names as the rule writes them.</summary>
    public required IReadOnlyList<string> GroupNames { get; init; }

    /// <summary>The group fields of each input, aliases resolved.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> GroupFields { get; init; }

    /// <summary>The counted or computed fields of each input, aliases resolved.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> ValueFields { get; init; }

    /// <summary>Whether values are numbers.</summary>
    public bool Numeric { get; init; }

    /// <summary>Whether order or distinctness of rules matters, so that one event may be two matches.</summary>
    public bool Temporal { get; init; }

    /// <summary>Whether the group is the agency.</summary>
    public bool ByAgency { get; init; }

    /// <summary>Whether a missing group field makes a group of its own.</summary>
    public bool GroupMissing { get; init; }

    /// <summary>The timespan in ticks.</summary>
    public required long Timespan { get; init; }

    /// <summary>How late an event may be, ticks.</summary>
    public required long Lateness { get; init; }

    /// <summary>Makes the computation.</summary>
    public required Func<WindowMeasure> Measure { get; init; }

    /// <summary>Whether its detections become incidents.</summary>
    public required bool Raises { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>Titles by language.</summary>
    public required IReadOnlyDictionary<string, string> Titles { get; init; }

    /// <summary>How bad it is.</summary>
    public required RuleLevel Level { get; init; }

    /// <summary>Its tags.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Where it is known by in state and ledger: id and logic.</summary>
    public string Key => string.Concat(Id, "/", LogicHash);

    /// <summary>
    /// A rule on single events. Its match is never dropped for a missing group field: what fired is worth more than the
    /// group it belongs to.
    /// </summary>
    public static WindowRule Of(Rule rule, TimeSpan quiet) => new()
    {
        Id = rule.Id,
        LogicHash = rule.LogicHash,
        Kind = Single,
        Inputs = [rule.Id],
        GroupNames = rule.GroupBy,
        GroupFields = [rule.GroupBy],
        ValueFields = [[]],
        ByAgency = rule.GroupBy.Count == 0,
        GroupMissing = true,
        Timespan = quiet.Ticks,
        Lateness = rule.Lateness.Ticks,
        Measure = static () => new EventCount(new CountRange([(CountOperator.Gte, 1)])),
        Raises = rule.State == RuleState.On,
        Title = rule.Title,
        Titles = rule.Titles,
        Level = rule.Level,
        Tags = rule.Tags,
    };

    /// <summary>A correlation.</summary>
    public static WindowRule Of(CorrelationRule rule)
    {
        string[] inputs = [.. rule.RuleIds.Distinct()];
        if (inputs.Length > MatchEntry.MaxRules)
            throw new ArgumentException($"The correlation '{rule.Id}' refers to {inputs.Length} rules; at most {MatchEntry.MaxRules} can be. Split it.", nameof(rule));
        return new WindowRule
        {
            Id = rule.Id,
            LogicHash = rule.LogicHash,
            Kind = KindOf(rule.Type),
            Inputs = inputs,
            GroupNames = rule.GroupBy,
            GroupFields = [.. inputs.Select(i => (IReadOnlyList<string>)[.. rule.GroupBy.Select(f => Resolve(rule, f, i))])],
            ValueFields = [.. inputs.Select(i => (IReadOnlyList<string>)[.. rule.Fields.Select(f => Resolve(rule, f, i))])],
            Numeric = rule.Type is CorrelationType.ValueSum or CorrelationType.ValueAvg or CorrelationType.ValueMedian or CorrelationType.ValuePercentile,
            Temporal = rule.Type is CorrelationType.Temporal or CorrelationType.TemporalOrdered,
            GroupMissing = rule.GroupMissing,
            Timespan = rule.Timespan.Ticks,
            Lateness = rule.Lateness.Ticks,
            Measure = () => MeasureOf(rule, inputs),
            Raises = rule.Raises && rule.State == RuleState.On,
            Title = rule.Title,
            Titles = rule.Titles,
            Level = rule.Level,
            Tags = rule.Tags,
        };
    }

    /// <summary>The type as Sigma writes it.</summary>
    public static string KindOf(CorrelationType type) => type switch
    {
        CorrelationType.EventCount => "event_count",
        CorrelationType.ValueCount => "value_count",
        CorrelationType.ValueSum => "value_sum",
        CorrelationType.ValueAvg => "value_avg",
        CorrelationType.ValueMedian => "value_median",
        CorrelationType.ValuePercentile => "value_percentile",
        CorrelationType.Temporal => "temporal",
        _ => "temporal_ordered",
    };

    private static string Resolve(CorrelationRule rule, string field, string input) =>
        rule.Aliases.TryGetValue(field, out IReadOnlyDictionary<string, string>? byRule) && byRule.TryGetValue(input, out string? real) ? real : field;

    private static WindowMeasure MeasureOf(CorrelationRule rule, string[] inputs)
    {
        bool ordered = rule.Type == CorrelationType.TemporalOrdered;
        if (rule.Type is CorrelationType.Temporal or CorrelationType.TemporalOrdered)
        {
            if (rule.Extended is { } extended)
            {
                NameCondition condition = NameCondition.Of(extended, inputs);
                return ordered
                    ? new ExtendedOrdered(condition, inputs.Length, rule.Timespan.Ticks)
                    : new ExtendedTemporal(condition, inputs.Length, rule.Timespan.Ticks);
            }

            return ordered
                ? new TemporalOrdered([.. rule.RuleIds.Select(id => Array.IndexOf(inputs, id))], rule.Timespan.Ticks, rule.Range)
                : new Temporal(inputs.Length, rule.Range);
        }

        CountRange range = rule.Range
            ?? throw new ArgumentException($"The correlation '{rule.Id}' of type {KindOf(rule.Type)} has no condition. Add one, as in 'condition: {{ gte: 10 }}'.", nameof(rule));
        return rule.Type switch
        {
            CorrelationType.EventCount => new EventCount(range),
            CorrelationType.ValueCount => new ValueCount(range),
            CorrelationType.ValueSum => new ValueSum(range),
            CorrelationType.ValueAvg => new ValueAvg(range),
            CorrelationType.ValueMedian => new ValueMedian(range),
            _ => new ValuePercentile(range, rule.Percentile
                ?? throw new ArgumentException($"The correlation '{rule.Id}' has no 'percentile' in its condition. Add one, as in 'percentile: 95'.", nameof(rule))),
        };
    }
}
