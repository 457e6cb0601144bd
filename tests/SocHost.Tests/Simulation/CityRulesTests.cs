using SocCore.Rules;
using SocDetect.Sigma;
using SocHost.RuleTesting;
using SocTesting;
using Xunit;

namespace SocHost.Tests.Simulation;

public sealed class CityRulesTests
{
    private static readonly RuleLoadResult Loaded = RuleLoader.Load([Path.Combine(SharedData.Root, "rules")], new RuleLoadOptions { RunTests = true });

    public static TheoryData<string, string> Correlations => [.. Loaded.Tests.Where(static t => IsCorrelation(t.RuleId)).Select(static t => (t.RuleId, t.Name))];

    [Fact]
    public void Rules_load_without_problems_and_pass_their_tests() =>
        Assert.Empty(Loaded.Problems.Select(static p => p.ToString()));

    [Fact]
    public void Every_rule_has_a_hit_and_a_near_miss()
    {
        ILookup<string, RuleTest> tests = Loaded.Tests.ToLookup(static t => t.RuleId);
        string[] ids = [.. Loaded.Set.Rules.Select(static r => r.Id), .. Loaded.Set.Correlations.Select(static c => c.Id)];

        Assert.All(ids, id => Assert.Contains(tests[id], static t => t.Outcome == RuleTestOutcome.Hit || t is { Outcome: RuleTestOutcome.Detections, Detections: > 0 }));
        Assert.All(ids, id => Assert.Contains(tests[id], static t => t.Outcome == RuleTestOutcome.Miss));
    }

    [Fact]
    public void Every_rule_that_raises_says_what_to_think_of_and_has_a_title_in_both_languages()
    {
        Assert.All(Loaded.Set.Correlations.Where(static c => c.Raises), static c => Assert.True(c.Titles.ContainsKey("vi") && c.Titles.ContainsKey("en") && c.Level > RuleLevel.Informational, c.Title));
        Assert.All(Loaded.Set.Rules.Where(static r => r.Raises), static r => Assert.True(r.Titles.ContainsKey("vi") && r.FalsePositives.Count > 0 && r.Level > RuleLevel.Informational, r.Title));
        Assert.All(Loaded.Set.Rules, static r => Assert.False(string.IsNullOrEmpty(r.Description), r.Title));
    }

    [Fact]
    public void Readme_lists_every_rule_that_raises()
    {
        string[] written = [.. File.ReadLines(Path.Combine(SharedData.Root, "rules", "README.md")).SkipWhile(static l => !l.StartsWith("| system |", StringComparison.Ordinal)).Skip(2)];
        IEnumerable<(string File, string Title, RuleLevel Level)> raising =
        [
            .. Loaded.Set.Rules.Where(static r => r.Raises && r.Level > RuleLevel.Informational).Select(static r => (r.File, r.Title, r.Level)),
            .. Loaded.Set.Correlations.Where(static c => c.Raises && c.Level > RuleLevel.Informational).Select(static c => (c.File, c.Title, c.Level)),
        ];
        string[] rows = [.. raising.Select(static r => $"| {Path.GetFileName(Path.GetDirectoryName(r.File))} | {r.Title} | {r.Level.ToString().ToLowerInvariant()} |")];

        Assert.Equal(rows.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Correlations))]
    public async Task Correlation_passes_its_own_test(string ruleId, string name)
    {
        RuleTest test = Loaded.Tests.Single(t => t.RuleId == ruleId && t.Name == name);
        Assert.Empty((await CorrelationTests.RunAsync(Loaded.Set, [test], TestContext.Current.CancellationToken)).Select(static p => p.ToString()));
    }

    private static bool IsCorrelation(string id) => Loaded.Set.Correlations.Any(c => c.Id == id);
}
