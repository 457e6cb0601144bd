using System.Text;
using SocCore.Events;
using SocCore.Rules;
using SocCore.Storage;
using SocCore.Yaml;
using SocDetect.Scheduling;
using SocDetect.Sigma;
using SocStore.InMemory;

namespace SocHost.RuleTesting;

/// <summary>Runs the inline tests of correlations through the real detection, on stores in memory.</summary>
internal static class CorrelationTests
{
    private const string Dataset = "test.log";

    /// <summary>One error a test that fails.</summary>
    public static async Task<IReadOnlyList<YamlProblem>> RunAsync(RuleSet rules, IReadOnlyList<RuleTest> tests, CancellationToken cancel)
    {
        Dictionary<string, CorrelationRule> byId = rules.Correlations.ToDictionary(static c => c.Id, StringComparer.Ordinal);
        List<YamlProblem> problems = [];
        foreach (RuleTest test in tests)
        {
            if (!byId.TryGetValue(test.RuleId, out CorrelationRule? rule))
                continue;
            int found = await CountAsync(Alone(rules, rule.Id), rule.Id, test, cancel);
            bool holds = test.Outcome == RuleTestOutcome.Detections ? found == test.Detections : (test.Outcome == RuleTestOutcome.Hit) == (found > 0);
            if (holds)
                continue;
            string expected = test.Outcome == RuleTestOutcome.Detections ? $"{test.Detections} detections" : test.Outcome == RuleTestOutcome.Hit ? "a detection" : "no detection";
            problems.Add(new YamlProblem(test.File, test.Position, $"The test '{test.Name}' of '{rule.Title}' expects {expected}, and its {test.Events.Count} events make {found}."));
        }

        return problems;
    }

    private static async Task<int> CountAsync(RuleSet rules, string ruleId, RuleTest test, CancellationToken cancel)
    {
        using EventBatch batch = Routed(test);
        FixedClock clock = new(Enumerable.Range(0, batch.Count).Max(i => batch[i].Timestamp));
        InMemoryEventStore events = new(clock);
        InMemoryCaseStore cases = new(clock);
        Trial trial = new(events, cases, rules, [new DatasetLogSource(Dataset, new LogSource())], clock);
        await events.AppendAsync(batch, new SpoolPosition(1, batch.Headers[^1].Sequence), mayRepeat: false, cancel);
        await trial.RunAsync(cancel);
        return (await cases.GetDetectionsSinceAsync(DateTimeOffset.MinValue, cancel))
            .Count(d => d.RuleId == ruleId && d.MergedInto is null && !d.Contradicted);
    }

    /// <summary>The correlation and what it refers to, on, and tried on every event whatever its log source.</summary>
    private static RuleSet Alone(RuleSet rules, string id)
    {
        HashSet<string> wanted = [id];
        foreach (CorrelationRule correlation in rules.Correlations.Reverse())
        {
            if (wanted.Contains(correlation.Id))
                wanted.UnionWith(correlation.RuleIds);
        }

        return new RuleSet(
            [.. rules.Rules.Where(r => wanted.Contains(r.Id)).Select(static r => r with { LogSource = new LogSource(), State = RuleState.On })],
            [.. rules.Correlations.Where(c => wanted.Contains(c.Id)).Select(static c => c with { State = RuleState.On })],
            id);
    }

    /// <summary>The test's events with what a source would add.</summary>
    private static EventBatch Routed(RuleTest test)
    {
        using EventBatch plain = test.ToBatch();
        using EventBatchBuilder builder = new();
        for (int i = 0; i < plain.Count; i++)
        {
            builder.Begin();
            EcsJsonReader.Read(Encoding.UTF8.GetBytes(plain[i].ToJson()), builder);
            builder.Remove(EcsField.EventDataset.Id);
            builder.AddText(EcsField.EventDataset, Dataset);
            builder.AddText(EcsField.SocSource, "test/log");
            if (!builder.Has(EcsField.OrganizationId.Id))
                builder.AddText(EcsField.OrganizationId, AgencyScope.CitySoc);
            EventHeader header = plain.Headers[i];
            builder.Commit(header.Id, header.Spool, header.Sequence, header.Timestamp, header.Created);
        }

        return builder.Build();
    }
}
