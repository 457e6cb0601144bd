using SocHost.Tests.Running;
using Xunit;

namespace SocHost.Tests.Commands;

public sealed class PlantedFaultTests
{
    private static readonly string Planted = Path.Combine(AppContext.BaseDirectory, "Planted");

    [Fact]
    public async Task Six_faults_of_six_kinds_give_six_lines_with_place_and_cure_and_code_2()
    {
        string data = Directory.CreateTempSubdirectory("soc-faults-").FullName;
        try
        {
            (int code, string output, string error) = await SocProcess.RunAsync(["run", "--config", Path.Combine(Planted, "soc.json"), "--data", Path.Combine(data, "data")]);
            string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(2, code);
            Assert.Equal("", output);
            Assert.Equal(7, lines.Length);
            Assert.StartsWith("soc: 6 faults", lines[6], StringComparison.Ordinal);
            AssertFault(lines, "soc.json:7:7", "Listners", "has");
            AssertFault(lines, "soc.json:9:50", "many", "must be a number");
            AssertFault(lines, Path.Combine("rules", "infra", "modifier.yml:6:5"), "contians", "contains");
            AssertFault(lines, Path.Combine("rules", "infra", "condition.yml:7:14"), "selektion", "there are selection");
            AssertFault(lines, Path.Combine("sources", "infra", "format.yml:7:9"), "jsn", "json");
            AssertFault(lines, Path.Combine("sources", "parking", "twice.yml:5:1"), "dataset", "keep one");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static void AssertFault(string[] lines, string place, string value, string cure)
    {
        string line = Assert.Single(lines, l => l.Contains(place, StringComparison.Ordinal));
        Assert.Contains(value, line, StringComparison.Ordinal);
        Assert.Contains(cure, line, StringComparison.Ordinal);
    }
}
