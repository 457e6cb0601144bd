using System.Text;
using System.Text.Json;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Rules;
using SocDetect.Matching;
using SocDetect.Sigma;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Matching;

/// <summary>The community's rules on its own recordings: each declared rule is met, and the whole set of hits is an independent evaluator's.</summary>
public sealed class SigmaOracleTests
{
    [Fact]
    public async Task Regression_recordings_meet_their_declared_rules_and_exactly_the_rules_of_the_oracle()
    {
        string oracle = SharedData.Get("sigma-oracle/regression-hits.jsonl");
        string data = SharedData.Get("sigma-regression");
        RuleSet rules = RuleLoader.Load(
            [SharedData.Get("sigma-rules/rules"), SharedData.Get("sigma-rules/rules-emerging-threats"), SharedData.Get("sigma-rules/rules-threat-hunting")],
            new RuleLoadOptions { MapFields = false }).Set;
        RuleMatcher matcher = RuleMatcher.Compile(rules, WindowsChannels.Offers);
        int declared = 0, cases = 0;
        HashSet<(string Case, int Event, string Rule)> ours = [], theirs = [];
        await foreach (string line in File.ReadLinesAsync(oracle, TestContext.Current.CancellationToken))
        {
            using JsonDocument row = JsonDocument.Parse(line);
            string name = row.RootElement.GetProperty("case").GetString()!;
            string[] files = Directory.GetFiles(Path.Combine(data, name), "*.json");
            if (files.Length != 1)
                continue;
            cases++;
            using EventBatch batch = Read(files[0]);
            List<RuleHit> hits = [];
            matcher.Match(batch, hits);
            foreach (RuleHit hit in hits)
                ours.Add((name, hit.Event, rules.Rules[hit.Rule].Id));
            foreach ((int e, JsonElement ofEvent) in row.RootElement.GetProperty("hits").EnumerateArray().Index())
                theirs.UnionWith(ofEvent.EnumerateArray().Select(r => (name, e, r.GetString()!)));
            if (hits.Exists(h => rules.Rules[h.Rule].Id == row.RootElement.GetProperty("declared_rule").GetString()))
                declared++;
            Equivalent(rules, batch, hits);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{cases} cases, {declared} declared rules met, {ours.Count} hits, oracle {theirs.Count}");
        Assert.Empty(theirs.Except(ours));
        Assert.Empty(ours.Except(theirs));
        Assert.Equal(cases, declared);
    }

    /// <summary>Every hit is the plain evaluator's, and on every fortieth rule both have the same verdict for every event.</summary>
    private static void Equivalent(RuleSet rules, EventBatch batch, List<RuleHit> hits)
    {
        RuleMatcher everywhere = RuleMatcher.CompileUnrouted(rules with { Rules = [.. rules.Rules.Where(static (_, i) => i % 40 == 0)] });
        List<RuleHit> sample = [];
        everywhere.Match(batch, sample);
        HashSet<RuleHit> found = [.. sample];
        for (int e = 0; e < batch.Count; e++)
        {
            int at = 0;
            for (int r = 0; r < rules.Rules.Count; r += 40, at++)
                Assert.Equal(ConditionMatcher.Matches(rules.Rules[r].Condition, batch[e]), found.Contains(new RuleHit(at, e)));
        }

        Assert.All(hits, h => Assert.True(ConditionMatcher.Matches(rules.Rules[h.Rule].Condition, batch[h.Event])));
    }

    private static EventBatch Read(string file)
    {
        using EventBatchBuilder builder = new();
        byte[] text = File.ReadAllBytes(file);
        Utf8JsonReader reader = new(text, new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            IEnumerable<JsonElement> events = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.EnumerateArray() : [document.RootElement];
            foreach (JsonElement one in events)
            {
                builder.Begin();
                WindowsEventReader.Read(Encoding.UTF8.GetBytes(one.GetRawText()), builder);
                builder.Commit(default, 0, builder.Count, 0, 0);
            }
        }

        return builder.Build();
    }
}
