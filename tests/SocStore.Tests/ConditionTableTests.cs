using SocTesting;
using Xunit;

namespace SocStore.Tests;

public sealed class ConditionTableTests
{
    [Fact]
    public void Page_on_conditions_says_what_the_translators_do()
    {
        string path = Path.Combine(SharedData.Root, "docs", "reference", "conditions.md");
        string page = ConditionTable.Write();
        if (Environment.GetEnvironmentVariable("SOC_ACCEPT") == "1")
            File.WriteAllText(path, page);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == page, "docs/reference/conditions.md is not what the translators do; run this test with SOC_ACCEPT=1, and read what changed.");
    }
}
