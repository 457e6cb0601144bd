using SocHost.Kibana.Content;
using SocTesting;
using Xunit;

namespace SocHost.Tests.Kibana;

public sealed class GuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(SharedData.Root, "docs", "guide", "kibana.md"));

    [Fact]
    public void Guide_names_every_chart_and_measure()
    {
        Assert.Contains($"# {string.Join(", ", PanelReader.Words)}", Guide, StringComparison.Ordinal);
        Assert.Contains($"one of {string.Join(", ", ColumnReader.Words.Select(static w => $"`{w}`"))} with", Guide, StringComparison.Ordinal);
    }
}
