namespace SocCore.Rules;

/// <summary>A rule over the matches of other rules within a time span. Immutable.</summary>
public sealed record CorrelationRule
{
    /// <summary>The rule's id.</summary>
    public required string Id { get; init; }

    /// <summary>The name by which other correlations refer to it.</summary>
    public string? Name { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>Titles by language (vi, en) for incidents.</summary>
    public IReadOnlyDictionary<string, string> Titles { get; init; } = new Dictionary<string, string>();

    /// <summary>What it means.</summary>
    public string? Description { get; init; }

    /// <summary>Who wrote it.</summary>
    public string? Author { get; init; }

    /// <summary>How bad it is.</summary>
    public RuleLevel Level { get; init; } = RuleLevel.Medium;

    /// <summary>Sigma's maturity word.</summary>
    public string? Status { get; init; }

    /// <summary>What is computed.</summary>
    public required CorrelationType Type { get; init; }

    /// <summary>Ids of the rules whose matches it reads, in order.</summary>
    public required IReadOnlyList<string> RuleIds { get; init; }

    /// <summary>Fields (or aliases) whose values split the matches into groups.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>Alias → rule id → field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Aliases { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The longest distance between the first and the last match of a window, both ends included.</summary>
    public required TimeSpan Timespan { get; init; }

    /// <summary>What the number must be; null for temporal types that want every rule.</summary>
    public CountRange? Range { get; init; }

    /// <summary>The fields whose values are counted or computed.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Which percentile, 0..100.</summary>
    public decimal? Percentile { get; init; }

    /// <summary>The extended condition over rule names (temporal types), or null.</summary>
    public CorrelationCondition? Extended { get; init; }

    /// <summary>Whether a match without one of the group fields goes into a group of its own; else it is dropped and counted.</summary>
    public bool GroupMissing { get; init; }

    /// <summary>Hash of the logic alone, the referenced rules' included. Lower-case hex.</summary>
    public required string LogicHash { get; init; }

    /// <summary>Sigma tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Off, shadow or on.</summary>
    public RuleState State { get; init; } = RuleState.On;

    /// <summary>Whether it raises by itself; inner correlations do not, unless they say <c>generate: true</c>.</summary>
    public bool Raises { get; init; } = true;

    /// <summary>How late an event may be and still count in its window.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The rule's file.</summary>
    public string File { get; init; } = "";

    /// <summary>Line in the file, from 1.</summary>
    public int Line { get; init; }
}
