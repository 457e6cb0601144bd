using SocCore.Events;
using SocCore.Rules;
using SocCore.Yaml;
using SocDetect.Matching;

namespace SocDetect.Sigma;

/// <summary>Runs the inline tests of rules on single events through the matcher.</summary>
public static class RuleTests
{
    /// <summary>
    /// One error a test that fails. Tests of correlations are not run here: their events go to whoever runs windows, by
    /// <see cref="Matches"/>.
    /// </summary>
    public static IReadOnlyList<YamlProblem> Run(RuleSet rules, IReadOnlyList<RuleTest> tests)
    {
        Dictionary<string, Rule> byId = rules.Rules.ToDictionary(static r => r.Id, StringComparer.Ordinal);
        List<YamlProblem> problems = [];
        foreach (RuleTest test in tests)
        {
            if (!byId.TryGetValue(test.RuleId, out Rule? rule))
                continue;
            using EventBatch batch = test.ToBatch();
            HashSet<int> hit = [.. Matches([rule], batch).Select(static h => h.Event)];
            for (int e = 0; e < batch.Count; e++)
            {
                if (hit.Contains(e) != (test.Outcome == RuleTestOutcome.Hit))
                    problems.Add(new YamlProblem(test.File, test.Position, $"The test '{test.Name}' of '{rule.Title}' expects a {(test.Outcome == RuleTestOutcome.Hit ? "hit" : "miss")}, but event {e + 1} of {batch.Count} is a {(hit.Contains(e) ? "hit" : "miss")}: {test.Events[e]}"));
            }
        }

        return problems;
    }

    /// <summary>The matches of the given rules on the events of a test, whatever the log sources; the rule's index is that in <paramref name="rules"/>.</summary>
    public static IReadOnlyList<RuleHit> Matches(IReadOnlyList<Rule> rules, EventBatch batch)
    {
        List<RuleHit> hits = [];
        RuleMatcher.CompileUnrouted(new RuleSet([.. rules.Select(static r => r with { State = RuleState.On })], [], "")).Match(batch, hits);
        return hits;
    }
}
