using SocCore.Conditions;

namespace SocCore.Rules;

/// <summary>A rule on single events, compiled to a condition. Immutable.</summary>
public sealed record Rule
{
    /// <summary>The rule's id (a UUID in Sigma), or its name where it has none.</summary>
    public required string Id { get; init; }

    /// <summary>The name by which correlations refer to it.</summary>
    public string? Name { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>Titles by language (vi, en) for incidents, from <c>soc.incident.title</c>.</summary>
    public IReadOnlyDictionary<string, string> Titles { get; init; } = new Dictionary<string, string>();

    /// <summary>What it means.</summary>
    public string? Description { get; init; }

    /// <summary>Who wrote it.</summary>
    public string? Author { get; init; }

    /// <summary>How bad it is.</summary>
    public RuleLevel Level { get; init; } = RuleLevel.Medium;

    /// <summary>Sigma's maturity word.</summary>
    public string? Status { get; init; }

    /// <summary>Which events it is tried on.</summary>
    public LogSource LogSource { get; init; } = new();

    /// <summary>What an event must be.</summary>
    public required Condition Condition { get; init; }

    /// <summary>Fields that tell one incident from another; empty: one incident a rule and agency.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>Hash of the logic alone; title, text and tests are not part of it. Lower-case hex.</summary>
    public required string LogicHash { get; init; }

    /// <summary>Sigma tags (attack.t1110 …).</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What can look like it.</summary>
    public IReadOnlyList<string> FalsePositives { get; init; } = [];

    /// <summary>Sources to read.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Off, shadow or on.</summary>
    public RuleState State { get; init; } = RuleState.On;

    /// <summary>Whether it raises by itself; a rule that a correlation refers to does not, unless it says <c>generate: true</c>.</summary>
    public bool Raises { get; init; } = true;

    /// <summary>How late an event may be and still count in its window.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The rule's file.</summary>
    public string File { get; init; } = "";

    /// <summary>Line in the file, from 1.</summary>
    public int Line { get; init; }
}
