using SocCore.Rules;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>A correlation as it is written, before the rules that it names are known.</summary>
internal sealed class CorrelationDraft
{
    public required RuleDocument Document { get; init; }

    public required SocSettings Settings { get; init; }

    public required CorrelationType Type { get; init; }

    public required TimeSpan Timespan { get; init; }

    /// <summary>Ids or names, in order, each with the place where it is written.</summary>
    public required IReadOnlyList<(string Name, YamlPosition At)> References { get; init; }

    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>Alias → rule → field, as written.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<YamlEntry>> Aliases { get; init; } = new Dictionary<string, IReadOnlyList<YamlEntry>>();

    public CountRange? Range { get; init; }

    public IReadOnlyList<string> Fields { get; init; } = [];

    public decimal? Percentile { get; init; }

    /// <summary>The extended condition over rule names as they are written.</summary>
    public CorrelationCondition? Extended { get; init; }

    /// <summary>Whether the referenced rules raise by themselves all the same.</summary>
    public bool Generate { get; init; }
}
