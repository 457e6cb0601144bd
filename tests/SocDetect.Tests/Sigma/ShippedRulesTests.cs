using SocDetect.Sigma;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Sigma;

/// <summary>What ships below <c>rules/</c> loads without an error, and every rule passes its own tests.</summary>
public sealed class ShippedRulesTests
{
    [Fact]
    public void Rules_mappings_and_lists_have_no_errors_and_the_rules_pass_their_tests()
    {
        RuleLoadResult result = RuleLoader.Load([Path.Combine(SharedData.Root, "rules")], new RuleLoadOptions { RunTests = true });
        Assert.Empty(result.Problems.Where(static p => !p.IsWarning).Select(static p => p.ToString()));
    }

    [Fact]
    public void Community_rules_keep_loading_under_the_shipped_mappings()
    {
        string[] folders = [.. SigmaHqTests.Enabled.Select(SharedData.Get)];
        RuleLoadResult result = RuleLoader.Load(folders, new RuleLoadOptions { MappingFolders = [Path.Combine(SharedData.Root, "rules", "mappings")] });
        Assert.All(result.Problems.Where(static p => !p.IsWarning), static p => Assert.Contains("known_cdcs", p.Message, StringComparison.Ordinal));
    }
}
