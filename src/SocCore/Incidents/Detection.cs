using SocCore.Rules;

namespace SocCore.Incidents;

/// <summary>
/// A rule fired: one burst of one rule in one group. A fact: what it was raised with is never rewritten; later matches of
/// the burst are counted beside it.
/// </summary>
public sealed record Detection
{
    /// <summary>Hash of rule, logic, group and earliest match known when it was raised, as a version 8 UUID.</summary>
    public required Guid Uid { get; init; }

    /// <summary>The rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>The rule's title when it fired.</summary>
    public required string Title { get; init; }

    /// <summary>Titles by language.</summary>
    public IReadOnlyDictionary<string, string> Titles { get; init; } = new Dictionary<string, string>();

    /// <summary>Hash of the rule's logic.</summary>
    public required string LogicHash { get; init; }

    /// <summary>How bad it is.</summary>
    public required RuleLevel Level { get; init; }

    /// <summary>ATT&amp;CK and other tags of the rule.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The group's values in the order of the rule's group-by, folded and joined: equal groups have equal keys.</summary>
    public required string GroupKey { get; init; }

    /// <summary>The group's fields and values as they were written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> GroupValues { get; init; } = [];

    /// <summary>Time of the earliest match of the burst.</summary>
    public required DateTimeOffset FirstEvent { get; init; }

    /// <summary>Time of the match that first met the rule: when it was decided, in event time.</summary>
    public required DateTimeOffset ReachedAt { get; init; }

    /// <summary>Time of the latest match of the burst.</summary>
    public required DateTimeOffset LastEvent { get; init; }

    /// <summary>Clock time when it was raised.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Number of matches in the burst so far.</summary>
    public required int MatchCount { get; init; }

    /// <summary>Order-free hash of the ids of all matches: two runs with the same matches have the same value.</summary>
    public required string MatchHash { get; init; }

    /// <summary>The earliest matches, at most <see cref="EvidenceLimit"/>; <see cref="MatchCount"/> counts all.</summary>
    public required IReadOnlyList<EvidenceRef> Evidence { get; init; }

    /// <summary>Agencies whose events are in the burst, sorted.</summary>
    public required IReadOnlyList<string> Agencies { get; init; }

    /// <summary>City systems whose events are in the burst, sorted.</summary>
    public IReadOnlyList<string> Systems { get; init; } = [];

    /// <summary>The burst that this one turned out to be part of.</summary>
    public Guid? MergedInto { get; init; }

    /// <summary>Whether a later match undid what had been decided.</summary>
    public bool Contradicted { get; init; }

    /// <summary>Whether its newest event was older than 24 h at receipt: no page, no clock.</summary>
    public bool Historic { get; init; }

    /// <summary>The incident that it belongs to.</summary>
    public Guid? IncidentUid { get; init; }

    /// <summary>The most evidence that is kept by reference.</summary>
    public const int EvidenceLimit = 200;
}
