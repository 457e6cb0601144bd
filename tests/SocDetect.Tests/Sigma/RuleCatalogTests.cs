using Microsoft.Extensions.Time.Testing;
using SocCore.Rules;
using SocDetect.Sigma;
using Xunit;

namespace SocDetect.Tests.Sigma;

/// <summary>The rules in use follow the files, but never into an error.</summary>
public sealed class RuleCatalogTests
{
    private static string RuleText(string title, string value) =>
        $"title: {title}\nid: r\nlogsource: {{ category: a }}\ndetection: {{ s: {{ f: {value} }}, condition: s }}\n";

    [Fact]
    public void Error_at_the_start_refuses_with_file_line_and_column()
    {
        using RuleFolder folder = new RuleFolder().Write("a.yml", RuleText("t", "[]"));
        RuleLoadException refused = Assert.Throws<RuleLoadException>(() => new RuleCatalog([folder.Path], new RuleLoadOptions(), new FakeTimeProvider()));
        Assert.Contains("a.yml:4:22: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Good_change_is_swapped_in_and_a_bad_one_keeps_the_last_good_set()
    {
        FakeTimeProvider time = new();
        using RuleFolder folder = new RuleFolder().Write("a.yml", RuleText("one", "x"));
        using RuleCatalog catalog = new([folder.Path], new RuleLoadOptions(), time);
        List<RuleSet> changes = [];
        catalog.Changed += changes.Add;
        time.Advance(RuleCatalog.Interval);
        Assert.Empty(changes);

        folder.Write("a.yml", RuleText("second", "y"));
        time.Advance(RuleCatalog.Interval);
        Assert.Equal("second", Assert.Single(catalog.Current.Rules).Title);
        Assert.Same(catalog.Current, Assert.Single(changes));

        folder.Write("a.yml", RuleText("third one", "[]"));
        time.Advance(RuleCatalog.Interval);
        Assert.Equal("second", Assert.Single(catalog.Current.Rules).Title);
        Assert.Single(catalog.Problems);
        Assert.Single(changes);

        folder.Write("b.yml", RuleText("fourth", "z").Replace("id: r", "id: q", StringComparison.Ordinal)).Write("a.yml", RuleText("first again", "x"));
        time.Advance(RuleCatalog.Interval);
        Assert.Equal(2, catalog.Current.Rules.Count);
        Assert.Empty(catalog.Problems);
    }
}
