using SocCore.Conditions;
using SocCore.Events;
using SocCore.Rules;
using SocCore.Yaml;
using SocDetect.Matching;
using SocDetect.Sigma;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Sigma;

/// <summary>What a file may say, and what is refused: with its place and its cure.</summary>
public sealed class RuleLoaderTests
{
    private const string Head = "title: Login\nid: login\nlogsource: { category: authentication }\n";

    [Theory]
    [InlineData("detection:\n  s: { f: x }\n  condition: 1 of filter_*", "6:14", "selects no search identifier")]
    [InlineData("detection:\n  s: { f: x }\n  condition: all of sel*", "6:14", "selects no search identifier")]
    [InlineData("detection:\n  s: { f: x }\n  condition: not 1 of filter_*", "6:14", "could never fire")]
    [InlineData("detection:\n  s: { f: x }\n  condition: t", "6:14", "no search identifier 't'")]
    [InlineData("detection:\n  s: { f: x }\n  condition: (s", "6:14", "closing ')' is missing")]
    [InlineData("detection:\n  s: { f: x }\n  condition: s)", "6:14", "not expected here")]
    [InlineData("detection:\n  s: { f: x }\n  condition: s and", "6:14", "ends where a search identifier")]
    [InlineData("detection:\n  s: { f: x }\n  condition: s | count() > 5", "6:14", "write a correlation")]
    [InlineData("detection:\n  s: { f: x }\n  condition: 2 of s*", "6:14", "'2 of' is unknown")]
    [InlineData("detection:\n  s: { f: x }", "5:3", "'detection.condition' is missing")]
    [InlineData("detection:\n  s: { f|bogus: x }\n  condition: s", "5:8", "modifier 'bogus' is unknown")]
    [InlineData("detection:\n  s: { f|contains|re: x }\n  condition: s", "5:8", "must be the first modifier")]
    [InlineData("detection:\n  s: { f|re: '(?=a)b' }\n  condition: s", "5:14", "(?=")]
    [InlineData("detection:\n  s: { f|re: '(a' }\n  condition: s", "5:14", "Invalid pattern")]
    [InlineData("detection:\n  s: { f|re: '(a)\\1' }\n  condition: s", "5:14", "\\1")]
    [InlineData("detection:\n  s: { f|cidr: 192.0.2.1/24 }\n  condition: s", "5:16", "the network is 192.0.2.0/24")]
    [InlineData("detection:\n  s: { f|gt: '5' }\n  condition: s", "5:14", "without quotes")]
    [InlineData("detection:\n  s: { f: [a, null] }\n  condition: s", "5:15", "null inside a list")]
    [InlineData("detection:\n  s: { f: [] }\n  condition: s", "5:11", "empty list")]
    [InlineData("detection:\n  s: {}\n  condition: s", "5:6", "'s' is empty")]
    [InlineData("detection:\n  s: { f: { g: x } }\n  condition: s", "5:11", "not a mapping")]
    [InlineData("detection:\n  s: { f|exists: 1 }\n  condition: s", "5:18", "true or false")]
    [InlineData("detection:\n  s: { f|base64: 'a*' }\n  condition: s", "5:18", "cannot be encoded")]
    [InlineData("detection:\n  s: { f|wide: 'đ' }\n  condition: s", "5:16", "add base64offset")]
    [InlineData("detection:\n  s: { f|expand: '%nobody%' }\n  condition: s", "5:18", "'%nobody%' has no list")]
    [InlineData("detection:\n  s: { '|re': x }\n  condition: s", "5:8", "needs a field name")]
    [InlineData("detection:\n  s: ['']\n  condition: s", "5:7", "empty keyword")]
    [InlineData("detection:\n  s: { f: &a x }\n  condition: s", "5:11", "anchor")]
    [InlineData("detection:\n  s: { f: x, f: y }\n  condition: s", "5:14", "twice")]
    [InlineData("detection:\n  s: { f: x }\n  timeframe: 5m\n  condition: s", "6:14", "write a correlation")]
    [InlineData("detection:\n  s: { f: x }\n  condition: s\nsoc: { bogus: 1 }", "7:8", "no key 'bogus'")]
    [InlineData("detection:\n  s: { f: x }\n  condition: s\nsoc: { baseline: { type: rare } }", "7:18", "not run by this version")]
    [InlineData("detection:\n  s: { f: x }\n  condition: s\nsoc: { window: gap }", "7:16", "Only the sliding window")]
    [InlineData("detection:\n  s: { f: x }\n  condition: s\nsoc: { lateness: soon }", "7:18", "is no duration")]
    [InlineData("detection:\n  s: { f: x }\n  condition: s\nsoc: { timezone: Mars/Base }", "7:18", "time zone 'Mars/Base'")]
    [InlineData("detection:\n  s: { f: x }\n  condition: s\nlevel: huge", "7:8", "'level: huge' is unknown")]
    [InlineData("detection:\n  s: { f: x }\n  condition: s\ndate: yesterday", "7:7", "is no date")]
    [InlineData("detection:\n  s: { f: x }\n  condition: s\ntaxonomy: mine", "7:11", "taxonomy 'mine' is unknown")]
    public void Fault_is_reported_where_it_is_and_refuses_the_rule(string text, string position, string message)
    {
        using RuleFolder folder = new RuleFolder().Write("a.yml", Head + text + "\n");
        RuleLoadResult result = folder.Load();
        YamlProblem problem = Assert.Single(result.Problems, static p => !p.IsWarning);
        Assert.Equal(position, problem.Position.ToString());
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Empty(result.Set.Rules);
    }

    [Theory]
    [InlineData("detection:\n  s: { f|contains|all: x }\n  condition: s", "'all' on a single value")]
    [InlineData("detection:\n  s: { f: x }\n  t: { f: y }\n  condition: s AND t", "'AND' is written 'and'")]
    [InlineData("detection:\n  s: { f|re: '(?i)x' }\n  condition: s", "flags inside a regular expression")]
    [InlineData("detection:\n  s: { f|re|contains: x }\n  condition: s", "do nothing beside re")]
    [InlineData("detection:\n  s: { f: x }\n  t: { f: y }\n  condition: s", "No condition uses 't'")]
    [InlineData("detection:\n  s: { f: x }\n  condition: s\nsoc: { suppress: { for: 1h } }", "no effect in this version")]
    [InlineData("detection:\n  s: { usr.name: x }\n  condition: s", "the field 'usr.name'")]
    public void Lint_warns_and_keeps_the_rule(string text, string message)
    {
        using RuleFolder folder = new RuleFolder().Write("a.yml", Head + text + "\n");
        HashSet<string> known = ["f"];
        RuleLoadResult result = folder.Load(new RuleLoadOptions { KnownFields = _ => known });
        YamlProblem problem = Assert.Single(result.Problems);
        Assert.True(problem.IsWarning);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Single(result.Set.Rules);
    }

    [Fact]
    public void All_problems_of_all_files_are_reported_and_the_good_rules_stay()
    {
        using RuleFolder folder = new RuleFolder()
            .Write("b/bad.yml", Head + "detection:\n  s: { f|bogus: x, g|re: '(' }\n  condition: s\n")
            .Write("a/good.yml", Head.Replace("id: login", "id: good", StringComparison.Ordinal) + "detection:\n  s: { f: x }\n  condition: s\n")
            .Write("c/no.yml", "a: [1\n");
        RuleLoadResult result = folder.Load();
        Assert.Equal(3, result.Problems.Count(static p => !p.IsWarning));
        Assert.Equal(["good"], result.Set.Rules.Select(static r => r.Id));
    }

    [Fact]
    public void Logic_hash_ignores_texts_and_tests_but_not_the_logic()
    {
        string Hash(string id, string more, string value)
        {
            using RuleFolder folder = new RuleFolder().Write("a.yml", $"title: {more}\nid: {id}\nlogsource: {{ category: a }}\ndetection:\n  s: {{ f: {value} }}\n  condition: s\nlevel: high\n");
            return Assert.Single(folder.Load().Set.Rules).LogicHash;
        }

        Assert.Equal(Hash("a", "one", "x"), Hash("b", "two", "x"));
        Assert.NotEqual(Hash("a", "one", "x"), Hash("a", "one", "y"));
        Assert.NotEqual(Hash("a", "one", "'5'"), Hash("a", "one", "5"));
    }

    [Fact]
    public void Filter_is_joined_with_and_under_its_own_identifiers()
    {
        using RuleFolder folder = new RuleFolder()
            .Write("a.yml", Head + "detection:\n  selection: { f: x }\n  condition: 1 of them\n")
            .Write("f.yml", "title: Not admins\nlogsource: { category: authentication }\nfilter:\n  rules: [login]\n  selection: { u: admin }\n  condition: not selection\n");
        RuleLoadResult result = folder.Load();
        Rule rule = Assert.Single(result.Set.Rules);
        using EventBatch batch = Some.Batch("""{"f":"x"}""", """{"f":"x","u":"Admin"}""", """{"u":"x"}""");
        Assert.Equal([0], RuleTests.Matches([rule], batch).Select(static h => h.Event));
        Assert.Empty(result.Problems);
    }

    [Fact]
    public void Filter_without_not_is_a_warning()
    {
        using RuleFolder folder = new RuleFolder()
            .Write("a.yml", Head + "detection:\n  selection: { f: x }\n  condition: selection\n")
            .Write("f.yml", "title: Admins\nlogsource: { category: authentication }\nfilter:\n  rules: any\n  selection: { u: admin }\n  condition: selection\n");
        Assert.Contains("no 'not'", Assert.Single(folder.Load().Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mapped_name_is_read_from_the_source_first_and_from_ecs_second()
    {
        using RuleFolder folder = new RuleFolder()
            .Write("mappings/m.yml", "version: 1\nmappings:\n  - logsource: { category: authentication }\n    own: app.\n    fields: { ip: source.ip }\n")
            .Write("a.yml", Head + "detection:\n  s: { ip: 192.0.2.1, other: x }\n  condition: s\nsoc: { incident: { group_by: [ip] } }\n");
        Rule rule = Assert.Single(folder.Load().Set.Rules);
        All all = Assert.IsType<All>(rule.Condition);
        Assert.Equal("app.ip|source.ip", ((TextLeaf)all.Children[0]).Field.ToString());
        Assert.Equal("app.other", ((TextLeaf)all.Children[1]).Field.ToString());
        Assert.Equal(["source.ip"], rule.GroupBy);
    }

    [Fact]
    public void Legacy_collection_lays_the_global_document_under_the_others()
    {
        using RuleFolder folder = new RuleFolder().Write("a.yml",
            "action: global\ntitle: T\nlogsource: { product: p }\ndetection:\n  condition: s\n---\nid: one\ndetection:\n  s: { f: x }\n---\nid: two\nlogsource: { service: q }\ndetection:\n  s: { f: y }\n");
        RuleLoadResult result = folder.Load();
        Assert.Empty(result.Problems);
        Assert.Equal([("one", "p"), ("two", "p/q")], result.Set.Rules.Select(static r => (r.Id, r.LogSource.ToString())));
    }

    [Fact]
    public void Inline_test_that_fails_is_a_problem_of_the_file()
    {
        const string Tests = "soc:\n  tests:\n    - { name: good, expect: hit, event: { f: x } }\n    - { name: bad, expect: miss, event: { f: X } }\n";
        using RuleFolder folder = new RuleFolder().Write("a.yml", Head + "detection:\n  s: { f: x }\n  condition: s\n" + Tests);
        Assert.Empty(folder.Load().Problems);
        YamlProblem problem = Assert.Single(folder.Load(new RuleLoadOptions { RunTests = true }).Problems);
        Assert.Contains("'bad'", problem.Message, StringComparison.Ordinal);
        Assert.Equal(10, problem.Position.Line);
    }
}
