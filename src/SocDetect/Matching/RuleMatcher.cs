using SocCore.Conditions;
using SocCore.Events;
using SocCore.Rules;

namespace SocDetect.Matching;

/// <summary>
/// All rules on single events, compiled into one pass over an event. Immutable, and safe to use from several threads:
/// each call borrows what it writes to.
/// </summary>
public sealed class RuleMatcher
{
    private readonly Dictionary<byte[], int> _programOfDataset = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly List<MatchProgram> _programs = [];
    private readonly int _everywhere = -1;
    private MatchState?[]? _spare;

    private RuleMatcher(IEnumerable<(string Dataset, List<(int Rule, Condition Condition)> Rules, string Key)> datasets)
    {
        // Datasets that offer the same rules share one program.
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        foreach ((string dataset, List<(int Rule, Condition Condition)> rules, string key) in datasets)
        {
            if (!known.TryGetValue(key, out int program))
            {
                known[key] = program = _programs.Count;
                _programs.Add(new MatchProgram(rules));
            }

            _programOfDataset[System.Text.Encoding.UTF8.GetBytes(dataset)] = program;
        }

        _lookup = _programOfDataset.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    private RuleMatcher(MatchProgram everywhere)
        : this([])
    {
        _programs.Add(everywhere);
        _everywhere = 0;
    }

    /// <summary>Compiles a set of rules for what the sources offer; a rule is tried on an event only when its log source accepts one that the event's dataset offers.</summary>
    public static RuleMatcher Compile(RuleSet rules, IReadOnlyList<DatasetLogSource> offers) =>
        new(offers.GroupBy(static o => o.Dataset, StringComparer.Ordinal)
            .Select(dataset => Routed(rules, dataset.Key, [.. dataset]))
            .Where(static d => d.Rules.Count > 0));

    /// <summary>Compiles a set of rules that are tried on every event, whatever its dataset: for tests of rules.</summary>
    public static RuleMatcher CompileUnrouted(RuleSet rules) =>
        new(new MatchProgram([.. rules.Rules.Index().Where(static r => r.Item.State != RuleState.Off).Select(static r => (r.Index, r.Item.Condition))]));

    /// <summary>Adds a hit for every rule and event that meet, by event and then by rule; each pair once.</summary>
    public void Match(EventBatch batch, List<RuleHit> hits)
    {
        MatchState?[] states = Interlocked.Exchange(ref _spare, null) ?? new MatchState?[_programs.Count];
        for (int e = 0; e < batch.Count; e++)
        {
            EcsEvent source = batch[e];
            int program = _everywhere;
            if (program < 0 && !_lookup.TryGetValue(source.Utf8(EcsField.EventDataset), out program))
                continue;
            MatchProgram rules = _programs[program];
            rules.Match(source, e, states[program] ??= new MatchState(rules), hits);
        }

        _spare = states;
    }

    /// <summary>Rules that were evaluated so far, over all events; exact while one thread matches.</summary>
    internal long Tried => (_spare ?? []).Sum(static s => s?.Tried ?? 0);

    private static (string Dataset, List<(int Rule, Condition Condition)> Rules, string Key) Routed(RuleSet rules, string dataset, DatasetLogSource[] offers)
    {
        List<(int, Condition)> routed = [];
        System.Text.StringBuilder key = new();
        for (int i = 0; i < rules.Rules.Count; i++)
        {
            Rule rule = rules.Rules[i];
            List<DatasetLogSource> accepted = rule.State == RuleState.Off ? [] : [.. offers.Where(o => rule.LogSource.Accepts(o.LogSource))];
            if (accepted.Count == 0)
                continue;
            Any? when = accepted.Exists(static o => o.When is null) ? null : new Any([.. accepted.Select(static o => o.When!)]);
            routed.Add((i, when is null ? rule.Condition : new All([when, rule.Condition])));
            key.Append(i).Append(':').Append(when).Append('\n');
        }

        return (dataset, routed, key.ToString());
    }
}
