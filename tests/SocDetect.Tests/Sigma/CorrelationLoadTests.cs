using SocCore.Rules;
using SocCore.Yaml;
using SocDetect.Sigma;
using Xunit;

namespace SocDetect.Tests.Sigma;

/// <summary>Correlations as they are written become rules over matches, or say what is wrong.</summary>
public sealed class CorrelationLoadTests
{
    private const string Rules = """
        title: Failed
        id: 11111111-1111-1111-1111-111111111111
        name: failed
        logsource: { category: authentication }
        detection: { s: { event.outcome: failure }, condition: s }
        ---
        title: Success
        id: 22222222-2222-2222-2222-222222222222
        name: success
        logsource: { category: authentication }
        detection: { s: { event.outcome: success }, condition: s }
        ---
        title: Correlated
        id: c

        """;

    private static RuleLoadResult Load(string correlation)
    {
        using RuleFolder folder = new RuleFolder().Write("a.yml", Rules + correlation + "\n");
        return folder.Load();
    }

    [Fact]
    public void Count_with_a_range_groups_and_quiets_the_rule_below()
    {
        RuleLoadResult result = Load("correlation: { type: event_count, rules: [failed], group-by: [source.ip], timespan: 5m, condition: { gte: 5, lt: 100 } }\nsoc: { lateness: 2m, missing: group, incident: { title: { vi: 'Dò mật khẩu', en: Guessing } } }");
        Assert.Empty(result.Problems);
        CorrelationRule rule = Assert.Single(result.Set.Correlations);
        Assert.Equal(["11111111-1111-1111-1111-111111111111"], rule.RuleIds);
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(2), true), (rule.Timespan, rule.Lateness, rule.GroupMissing));
        Assert.Equal("gte: 5, lt: 100", string.Join(", ", rule.Range!.ToString().Split(", ").Order()));
        Assert.Equal("Dò mật khẩu", rule.Titles["vi"]);
        Assert.Equal([false, true], result.Set.Rules.Select(static r => r.Raises));
    }

    [Fact]
    public void Generate_keeps_the_rules_below_raising()
    {
        RuleLoadResult result = Load("generate: true\ncorrelation: { type: temporal, rules: [failed, success], timespan: 1h }");
        Assert.All(result.Set.Rules, static r => Assert.True(r.Raises));
    }

    [Fact]
    public void Extended_condition_speaks_of_rule_ids()
    {
        RuleLoadResult result = Load("correlation: { type: temporal, timespan: 1h, condition: failed and not success }");
        Assert.Empty(result.Problems);
        CorrelationCondition.And and = Assert.IsType<CorrelationCondition.And>(Assert.Single(result.Set.Correlations).Extended);
        Assert.Equal(new CorrelationCondition.Seen("11111111-1111-1111-1111-111111111111"), and.Parts[0]);
        Assert.IsType<CorrelationCondition.Negated>(and.Parts[1]);
    }

    [Fact]
    public void Chain_is_ordered_with_what_is_referred_to_first()
    {
        RuleLoadResult result = Load("correlation: { type: event_count, rules: [d], timespan: 1h, condition: { gte: 2 } }\n---\ntitle: D\nid: d\ncorrelation: { type: event_count, rules: [failed], timespan: 1m, condition: { gte: 5 } }");
        Assert.Empty(result.Problems);
        Assert.Equal([("d", false), ("c", true)], result.Set.Correlations.Select(static c => (c.Id, c.Raises)));
    }

    [Fact]
    public void Alias_names_a_field_of_each_rule()
    {
        RuleLoadResult result = Load("correlation:\n  type: temporal\n  rules: [failed, success]\n  aliases: { who: { failed: source.ip, success: destination.ip } }\n  group-by: [who]\n  timespan: 1h");
        Assert.Empty(result.Problems);
        Assert.Equal("destination.ip", Assert.Single(result.Set.Correlations).Aliases["who"]["22222222-2222-2222-2222-222222222222"]);
    }

    [Theory]
    [InlineData("correlation: { type: event_count, rules: [failed], timespan: 5m }", "needs a 'condition'")]
    [InlineData("correlation: { type: event_count, rules: [nobody], timespan: 5m, condition: { gte: 5 } }", "no rule with the id or name 'nobody'")]
    [InlineData("correlation: { type: event_count, rules: [failed], timespan: five, condition: { gte: 5 } }", "is no duration")]
    [InlineData("correlation: { type: event_count, rules: [failed], condition: { gte: 5 } }", "'timespan' is missing")]
    [InlineData("correlation: { type: event_count, rules: [], timespan: 5m, condition: { gte: 5 } }", "must name the rules")]
    [InlineData("correlation: { type: bogus, rules: [failed], timespan: 5m, condition: { gte: 5 } }", "'type: bogus' is unknown")]
    [InlineData("correlation: { type: value_count, rules: [failed], timespan: 5m, condition: { gte: 5 } }", "needs 'condition.field'")]
    [InlineData("correlation: { type: event_count, rules: [failed], timespan: 5m, condition: { gte: 5, field: f } }", "has no 'condition.field'")]
    [InlineData("correlation: { type: value_percentile, rules: [failed], timespan: 5m, condition: { gte: 5, field: f } }", "condition.percentile")]
    [InlineData("correlation: { type: value_sum, rules: [failed], timespan: 5m, condition: { gte: many, field: f } }", "must be a number")]
    [InlineData("correlation: { type: event_count, rules: [failed], timespan: 5m, condition: failed }", "is for temporal")]
    [InlineData("correlation: { type: temporal, rules: [failed], timespan: 5m, condition: failed and success }", "the two must be the same")]
    [InlineData("correlation: { type: temporal, timespan: 5m, condition: not failed }", "without any match")]
    [InlineData("correlation: { type: temporal, timespan: 5m, condition: failed and }", "name is missing")]
    [InlineData("correlation: { type: event_count, rules: [c], timespan: 5m, condition: { gte: 5 } }", "circle")]
    [InlineData("correlation: { type: event_count, rules: [failed], timespan: 5m, condition: { gte: 5 }, bogus: 1 }", "no key 'bogus'")]
    public void Fault_is_reported_and_refuses_the_correlation(string text, string message)
    {
        RuleLoadResult result = Load(text);
        Assert.Contains(result.Problems, p => p.Message.Contains(message, StringComparison.Ordinal) && !p.IsWarning && p.Position.Line > 12);
        Assert.Empty(result.Set.Correlations);
        Assert.Equal(2, result.Set.Rules.Count);
    }

    [Fact]
    public void Tests_of_a_correlation_are_handed_out_with_their_events()
    {
        RuleLoadResult result = Load("""
            correlation: { type: event_count, rules: [failed], timespan: 5m, condition: { gte: 2 } }
            soc:
              tests:
                - name: two
                  detections: 1
                  events:
                    - { "@timestamp": 2026-03-12T02:00:00Z, event.outcome: failure }
                    - { "@timestamp": 2026-03-12T02:00:10Z, event.outcome: failure }
            """);
        Assert.Empty(result.Problems);
        RuleTest test = Assert.Single(result.Tests);
        using SocCore.Events.EventBatch batch = test.ToBatch();
        Assert.Equal((RuleTestOutcome.Detections, 1, 2), (test.Outcome, test.Detections, batch.Count));
        Assert.Equal(TimeSpan.FromSeconds(10), batch[1].Timestamp - batch[0].Timestamp);
        Assert.Equal(2, RuleTests.Matches([result.Set.Rules[0]], batch).Count);
    }
}
