using System.Diagnostics;
using SocCore.Yaml;
using SocDetect.Sigma;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Sigma;

/// <summary>The community's rules as they are: all that are enabled load, in time.</summary>
public sealed class SigmaHqTests
{
    /// <summary>The folders whose rules are enabled.</summary>
    internal static readonly string[] Enabled = ["sigma-rules/rules", "sigma-rules/rules-emerging-threats", "sigma-rules/rules-threat-hunting"];

    [Fact]
    public void All_enabled_rules_load_within_the_time_that_a_reload_may_take()
    {
        string[] folders = [.. Enabled.Select(SharedData.Get)];
        string lists = Directory.CreateTempSubdirectory("soc-lists").FullName;
        File.WriteAllText(Path.Combine(lists, "known_cdcs.txt"), "dc01.example.org\n");
        long start = Stopwatch.GetTimestamp();
        RuleLoadResult result = RuleLoader.Load(folders, new RuleLoadOptions { MapFields = false, ListFolders = [lists] });
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        TestContext.Current.TestOutputHelper?.WriteLine($"{result.Set.Rules.Count} rules in {took.TotalSeconds:F2} s");
        Assert.DoesNotContain(result.Problems, static p => !p.IsWarning);
        Assert.Equal(3754, result.Set.Rules.Count);
        // The two seconds are the figure of an optimised build; this one guards against the quadratic.
        Assert.True(took < TimeSpan.FromSeconds(60), $"loading took {took}");
    }
}
