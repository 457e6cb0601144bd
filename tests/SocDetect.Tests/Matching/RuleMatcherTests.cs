using CsCheck;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Rules;
using SocDetect.Matching;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Matching;

/// <summary>The compiled matcher gives the verdict of the plain evaluator, rule by rule and event by event.</summary>
public sealed class RuleMatcherTests
{
    internal static Rule RuleOf(string id, Condition condition, LogSource? source = null) => new()
    {
        Id = id,
        Title = id,
        LogicHash = id,
        Condition = condition,
        LogSource = source ?? new LogSource(),
    };

    [Fact]
    public void Random_rules_on_random_events_meet_exactly_where_the_plain_evaluator_says_so()
    {
        Gen.Select(RandomConditions.Condition.List[1, 8], RandomConditions.Event.List[1, 8]).TryAll(static (conditions, events) =>
        {
            RuleSet rules = new([.. conditions.Select(static (c, i) => RuleOf($"r{i}", c))], [], "");
            using EventBatch batch = Some.Batch([.. events]);
            List<RuleHit> expected = [];
            for (int e = 0; e < batch.Count; e++)
            {
                for (int r = 0; r < conditions.Count; r++)
                {
                    if (ConditionMatcher.Matches(conditions[r], batch[e]))
                        expected.Add(new RuleHit(r, e));
                }
            }

            List<RuleHit> hits = [];
            RuleMatcher matcher = RuleMatcher.CompileUnrouted(rules);
            matcher.Match(batch, hits);
            Assert.Equal(expected, hits);
            hits.Clear();
            matcher.Match(batch, hits);
            Assert.Equal(expected, hits);
        }, seed: "0000000000001", count: 5_000);
    }

    [Fact]
    public void A_rule_is_tried_only_where_the_dataset_offers_its_log_source()
    {
        Condition any = new ExistsLeaf(FieldRef.Of("event.dataset"));
        RuleSet rules = new(
        [
            RuleOf("web", any, new LogSource("webserver")),
            RuleOf("linux", any, new LogSource(Product: "linux")),
            RuleOf("sshd", any, new LogSource(null, "linux", "sshd")),
            RuleOf("off", any, new LogSource("webserver")) with { State = RuleState.Off },
        ], [], "");
        Condition sshd = new TextLeaf(FieldRef.Of("process.name"), TextPattern.Exactly("sshd"));
        RuleMatcher matcher = RuleMatcher.Compile(rules,
        [
            new DatasetLogSource("nginx.access", new LogSource("webserver", "nginx")),
            new DatasetLogSource("linux.syslog", new LogSource(null, "linux")),
            new DatasetLogSource("linux.syslog", new LogSource(null, "linux", "sshd"), sshd),
        ]);
        using EventBatch batch = Some.Batch(
            """{"event.dataset":"nginx.access"}""",
            """{"event.dataset":"linux.syslog","process.name":"cron"}""",
            """{"event.dataset":"linux.syslog","process.name":"sshd"}""",
            """{"event.dataset":"other"}""",
            "{}");
        List<RuleHit> hits = [];
        matcher.Match(batch, hits);
        Assert.Equal([new RuleHit(0, 0), new RuleHit(1, 1), new RuleHit(1, 2), new RuleHit(2, 2)], hits);
    }

    [Fact]
    public async Task Several_threads_share_one_matcher()
    {
        RuleSet rules = new([.. Enumerable.Range(0, 50).Select(static i => RuleOf($"r{i}", new TextLeaf(FieldRef.Of("fa"), TextPattern.Parse($"*x{i}y*"))))], [], "");
        RuleMatcher matcher = RuleMatcher.CompileUnrouted(rules);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(() =>
        {
            using EventBatch batch = Some.Batch([.. Enumerable.Range(0, 200).Select(i => $$"""{"fa":"a x{{(i + t) % 50}}y b"}""")]);
            for (int round = 0; round < 20; round++)
            {
                List<RuleHit> hits = [];
                matcher.Match(batch, hits);
                Assert.Equal([.. Enumerable.Range(0, 200).Select(i => new RuleHit((i + t) % 50, i))], hits);
            }
        }, TestContext.Current.CancellationToken)));
    }
}
