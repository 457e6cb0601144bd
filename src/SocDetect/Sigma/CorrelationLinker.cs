using SocCore.Rules;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>Puts the rules behind the names that correlations use: finds them, orders chains, refuses cycles.</summary>
internal sealed class CorrelationLinker
{
    /// <summary>The longest chain of correlations.</summary>
    public const int MaxDepth = 16;

    private readonly Dictionary<string, Rule> _rules;
    private readonly Dictionary<string, FieldNames> _names;
    private readonly List<CorrelationDraft> _drafts;
    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CorrelationRule> _done = new(StringComparer.Ordinal);
    private readonly List<string> _path = [];
    private readonly HashSet<string> _failed = [];
    private readonly IReadOnlySet<string> _refused;
    private readonly RuleState _defaultState;

    /// <param name="rules">Rules by id.</param>
    /// <param name="names">Field names of each rule, by id.</param>
    /// <param name="drafts">The correlations.</param>
    /// <param name="refused">Ids and names of documents with errors.</param>
    /// <param name="defaultState">The state where a correlation names none.</param>
    public CorrelationLinker(
        Dictionary<string, Rule> rules, Dictionary<string, FieldNames> names, List<CorrelationDraft> drafts, IReadOnlySet<string> refused, RuleState defaultState)
    {
        _rules = rules;
        _names = names;
        _drafts = drafts;
        _refused = refused;
        _defaultState = defaultState;
        foreach (Rule rule in rules.Values)
            Know(rule.Id, rule.Name);
        foreach (CorrelationDraft draft in drafts)
            Know(draft.Document.Id, draft.Document.Name);
    }

    /// <summary>The good correlations, every referenced one before the one that refers to it.</summary>
    public List<CorrelationRule> Correlations { get; } = [];

    /// <summary>Ids that correlations refer to, and whether they raise by themselves all the same.</summary>
    public Dictionary<string, bool> Referenced { get; } = [];

    public void Link()
    {
        foreach (CorrelationDraft draft in _drafts)
            Visit(draft);
        for (int i = 0; i < Correlations.Count; i++)
        {
            if (Referenced.TryGetValue(Correlations[i].Id, out bool raises))
                Correlations[i] = Correlations[i] with { Raises = raises };
        }
    }

    private void Know(string id, string? name)
    {
        _byName[id] = id;
        if (name is not null)
            _byName.TryAdd(name, id);
    }

    private CorrelationRule? Visit(CorrelationDraft draft)
    {
        string id = draft.Document.Id;
        if (_done.TryGetValue(id, out CorrelationRule? known))
            return known;
        ProblemList problems = draft.Document.Problems;
        if (_failed.Contains(id))
            return null;
        if (_path.Contains(id) || _path.Count >= MaxDepth)
        {
            string path = string.Join(" → ", _path.SkipWhile(p => p != id && _path.Contains(id)).Append(id));
            problems.Error(draft.Document.At("correlation"), _path.Contains(id)
                ? $"The correlations refer to each other in a circle: {path}. Break it."
                : $"The chain of correlations is longer than {MaxDepth}: {path}. Shorten it.");
            return null;
        }

        _path.Add(id);
        CorrelationRule? rule = Build(draft);
        _path.RemoveAt(_path.Count - 1);
        if (rule is null)
        {
            _failed.Add(id);
            return null;
        }

        _done[id] = rule;
        Correlations.Add(rule);
        return rule;
    }

    private CorrelationRule? Build(CorrelationDraft draft)
    {
        ProblemList problems = draft.Document.Problems;
        List<string> ids = [];
        List<string> hashes = [];
        foreach ((string name, YamlPosition at) in draft.References)
        {
            string? id = _byName.GetValueOrDefault(name);
            string? hash = id is null ? null : HashOf(id);
            if (id is null || hash is null)
            {
                problems.Error(at, _refused.Contains(name) || id is not null
                    ? $"The rule '{name}' has errors of its own, so this correlation cannot use it."
                    : $"There is no rule with the id or name '{name}' in the files that were loaded.");
                continue;
            }

            ids.Add(id);
            hashes.Add(hash);
        }

        if (ids.Count < draft.References.Count || ResolveAliases(draft, ids) is not { } aliases)
            return null;
        foreach (string id in ids)
            Referenced[id] = draft.Generate || Referenced.GetValueOrDefault(id);
        CorrelationRule rule = new()
        {
            Id = draft.Document.Id,
            Name = draft.Document.Name,
            Title = draft.Document.Title,
            Titles = draft.Settings.Titles,
            Description = draft.Document.Shape.Text("description"),
            Author = draft.Document.Shape.Text("author"),
            Level = draft.Document.Level,
            Status = draft.Document.Status,
            Type = draft.Type,
            RuleIds = ids,
            GroupBy = draft.GroupBy,
            Aliases = aliases,
            Timespan = draft.Timespan,
            Range = draft.Range,
            Fields = draft.Fields,
            Percentile = draft.Percentile,
            Extended = draft.Extended is null ? null : Identify(draft.Extended),
            GroupMissing = draft.Settings.GroupMissing,
            LogicHash = "",
            Tags = draft.Document.Shape.Texts("tags"),
            State = draft.Settings.State ?? _defaultState,
            File = problems.File,
            Line = draft.Document.Line,
        };
        if (draft.Settings.Lateness is { } lateness)
            rule = rule with { Lateness = lateness };
        return rule with { LogicHash = LogicHash.Of(rule, hashes) };
    }

    private string? HashOf(string id) =>
        _rules.TryGetValue(id, out Rule? rule) ? rule.LogicHash
        : _drafts.Find(d => d.Document.Id == id) is { } draft ? Visit(draft)?.LogicHash
        : null;

    /// <summary>
    /// Aliases by rule id. A group field or value field that a rule's log source maps to another name becomes an alias of
    /// its own, so that one Sigma name reads the right field of every rule.
    /// </summary>
    private Dictionary<string, IReadOnlyDictionary<string, string>>? ResolveAliases(CorrelationDraft draft, List<string> ids)
    {
        ProblemList problems = draft.Document.Problems;
        bool good = true;
        Dictionary<string, IReadOnlyDictionary<string, string>> aliases = new(StringComparer.Ordinal);
        foreach ((string alias, IReadOnlyList<YamlEntry> fields) in draft.Aliases)
        {
            Dictionary<string, string> byRule = new(StringComparer.Ordinal);
            foreach (YamlEntry field in fields)
            {
                string? id = _byName.GetValueOrDefault(field.Key);
                if (id is null || !ids.Contains(id))
                {
                    problems.Error(field.Position, $"The alias '{alias}' names the rule '{field.Key}', which is not among the 'rules' of this correlation.");
                    good = false;
                    continue;
                }

                byRule[id] = Field(id, ((YamlScalar)field.Value).Text);
            }

            aliases[alias] = byRule;
        }

        foreach (string name in draft.GroupBy.Concat(draft.Fields))
        {
            if (aliases.ContainsKey(name))
                continue;
            Dictionary<string, string> byRule = ids.Distinct().ToDictionary(id => id, id => Field(id, name));
            if (byRule.Values.Any(f => f != name))
                aliases[name] = byRule;
        }

        return good ? aliases : null;
    }

    private string Field(string id, string name) => _names.TryGetValue(id, out FieldNames? names) ? names.GroupField(name) : name;

    private CorrelationCondition Identify(CorrelationCondition condition) => condition switch
    {
        CorrelationCondition.Seen seen => new CorrelationCondition.Seen(_byName[seen.RuleId]),
        CorrelationCondition.Negated negated => new CorrelationCondition.Negated(Identify(negated.Part)),
        CorrelationCondition.And and => new CorrelationCondition.And([.. and.Parts.Select(Identify)]),
        CorrelationCondition.Or or => new CorrelationCondition.Or([.. or.Parts.Select(Identify)]),
        _ => condition,
    };
}
