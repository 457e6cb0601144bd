using SocCore.Conditions;
using SocCore.Events;
using SocCore.Rules;

namespace SocDetect.Matching;

/// <summary>All rules on single events, compiled into one pass over an event.</summary>
public sealed class RuleMatcher
{
    private readonly RuleSet _rules;
    private readonly Dictionary<string, List<(int Rule, Condition? When)>> _byDataset = [];

    private List<(int Rule, Condition? When)>? _everywhere;

    private RuleMatcher(RuleSet rules) => _rules = rules;

    /// <summary>Compiles a set of rules for what the sources offer; a rule is tried on an event only when its log source accepts one that the event's dataset offers.</summary>
    public static RuleMatcher Compile(RuleSet rules, IReadOnlyList<DatasetLogSource> offers)
    {
        RuleMatcher matcher = new(rules);
        for (int i = 0; i < rules.Rules.Count; i++)
        {
            if (rules.Rules[i].State == RuleState.Off)
                continue;
            foreach (DatasetLogSource offer in offers)
            {
                if (!rules.Rules[i].LogSource.Accepts(offer.LogSource))
                    continue;
                if (!matcher._byDataset.TryGetValue(offer.Dataset, out List<(int, Condition?)>? list))
                    matcher._byDataset[offer.Dataset] = list = [];
                list.Add((i, offer.When));
            }
        }

        return matcher;
    }

    /// <summary>Compiles a set of rules that are tried on every event, whatever its dataset: for tests of rules.</summary>
    public static RuleMatcher CompileUnrouted(RuleSet rules)
    {
        RuleMatcher matcher = new(rules) { _everywhere = [] };
        for (int i = 0; i < rules.Rules.Count; i++)
        {
            if (rules.Rules[i].State != RuleState.Off)
                matcher._everywhere.Add((i, null));
        }

        return matcher;
    }

    /// <summary>Adds a hit for every rule and event that meet, by event and then by rule; each pair once.</summary>
    public void Match(EventBatch batch, List<RuleHit> hits)
    {
        for (int e = 0; e < batch.Count; e++)
        {
            EcsEvent source = batch[e];
            List<(int Rule, Condition? When)>? rules = _everywhere;
            if (rules is null && (source.Text(EcsField.EventDataset) is not { } dataset || !_byDataset.TryGetValue(dataset, out rules)))
                continue;
            int last = -1;
            foreach ((int rule, Condition? when) in rules)
            {
                if (rule == last || (when is not null && !ConditionMatcher.Matches(when, source)))
                    continue;
                if (ConditionMatcher.Matches(_rules.Rules[rule].Condition, source))
                {
                    hits.Add(new RuleHit(rule, e));
                    last = rule;
                }
            }
        }
    }
}
