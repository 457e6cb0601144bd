using SocCollector.Sources.Testing;
using SocTesting;
using Xunit;

namespace SocCollector.Tests.Sources;

/// <summary>The laws of source folders, over every folder there is. SOC_ACCEPT=1 writes what comes out as expected: read it before you commit it.</summary>
public sealed class SourceLawTests
{
    private static readonly string Folder = Path.Combine(SharedData.Root, "sources");

    [Fact]
    public void Every_sample_becomes_what_is_expected_and_every_document_keeps_the_laws()
    {
        SourceTestReport report = SourceTests.Run([Folder], accept: Environment.GetEnvironmentVariable("SOC_ACCEPT") == "1");
        Assert.Empty(report.Samples.SelectMany(static s => s.Failures));
        Assert.True(report.Samples.Sum(static s => s.Lines) > 100);
    }

    [Fact]
    public void Every_source_has_a_good_an_ugly_and_a_nonsense_sample() =>
        Assert.Empty(SourceTests.Run([Folder]).Missing);

    [Fact]
    public void Every_system_says_what_it_is_in_a_readme()
    {
        foreach (string system in Directory.GetDirectories(Folder))
            Assert.True(File.Exists(Path.Combine(system, "README.md")), $"{system} has no README.md");
    }

    [Fact]
    public void Good_samples_hold_only_lines_that_become_events()
    {
        SourceTestReport report = SourceTests.Run([Folder]);
        foreach (SampleOutcome sample in report.Samples.Where(static s => s.Story == "good"))
        {
            string[] expected = File.ReadAllLines(sample.File[..^4] + ".expected.ndjson");
            Assert.All(expected, line => Assert.True(line.Contains($"\"source\":\"{sample.Source}\"", StringComparison.Ordinal) || line == """{"filtered":true}""", $"{sample.File}: {line}"));
        }
    }
}
