using SocCore.Conditions;
using SocCore.Events;
using SocCore.Rules;
using SocDetect.Matching;
using SocDetect.Sigma;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Sigma;

/// <summary>
/// What detection items mean: each row is an item (or several lines of one) and events that it meets or misses; the plain
/// evaluator and the compiled matcher must both say so. The rows are in <c>meaning.tsv</c>: item, expectation, event.
/// </summary>
public sealed class MeaningTests
{
    public static TheoryData<int, string, bool, string> Rows()
    {
        TheoryData<int, string, bool, string> rows = [];
        string file = Path.Combine(SharedData.Root, "tests", "SocDetect.Tests", "Sigma", "meaning.tsv");
        string item = "";
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            string[] cells = line.Split('\t');
            if (cells[0].Length > 0)
                item = cells[0];
            rows.Add(number, item.Replace("⏎", "\n", StringComparison.Ordinal), cells[1] == "hit", cells[2]);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Item_means_what_the_table_says(int line, string item, bool hit, string json)
    {
        Rule rule = Load(item);
        using EventBatch batch = Some.Batch(json);
        Assert.True(ConditionMatcher.Matches(rule.Condition, batch[0]) == hit, $"line {line}: {rule.Condition} on {json}: expected {(hit ? "a hit" : "a miss")}");
        Assert.Equal(hit, RuleTests.Matches([rule], batch).Count == 1);
    }

    private static Rule Load(string item)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("soc-meaning").FullName, "rule.yml");
        string detection = item.Contains("condition:", StringComparison.Ordinal) ? item : $"selection:\n  {item.Replace("\n", "\n  ", StringComparison.Ordinal)}\ncondition: selection";
        File.WriteAllText(file, $"title: t\nid: t\nlogsource: {{ category: any }}\ndetection:\n  {detection.Replace("\n", "\n  ", StringComparison.Ordinal)}\n");
        RuleLoadResult result = RuleLoader.Load([file], new RuleLoadOptions { ListFolders = [Lists()] });
        File.Delete(file);
        Assert.Empty(result.Problems.Where(static p => !p.IsWarning).Select(static p => p.ToString()));
        return Assert.Single(result.Set.Rules);
    }

    private static string Lists()
    {
        string folder = Path.Combine(Path.GetTempPath(), "soc-meaning-lists");
        Directory.CreateDirectory(folder);
        string list = Path.Combine(folder, "admins.txt");
        if (!File.Exists(list))
            File.WriteAllText(list, "# people\nan\nbinh*\n");
        return folder;
    }
}
