using SocHost.Kibana.Linting;
using Xunit;

namespace SocHost.Tests.Kibana;

public sealed class RealExportTests(ITestOutputHelper output)
{
    /// <summary>What is wrong in files that were written by hand, as samples for tests of tools.</summary>
    private static readonly string[] Wrong =
    [
        "kbncontent/testdata/dashboard.ndjson duplicate-panel",
        "package-spec/good_v3/kibana/dashboard/good_v3-dashboard-abc-1.ndjson search-reference",
        "package-spec/with_links/kibana/dashboard/with_links-dashboard-abc-1.ndjson attributes",
        "package-spec/with_links/kibana/map/with_links-map-abc-1.ndjson attributes",
    ];

    [Fact]
    public void Real_exports_are_faulted_only_for_what_is_wrong_in_them()
    {
        (string Name, byte[] Lines)[] files = [.. RealExports.All()];
        Finding[] findings = [.. files.SelectMany(static f => Linter.Lint(f.Name, f.Lines, LintProfile.Foreign))];
        foreach (IGrouping<string, Finding> rule in findings.GroupBy(static f => $"{(f.IsWarning ? "warning" : "fault")} {f.Rule.Id}"))
            output.WriteLine($"{rule.Key}: {rule.Count()}, as in {rule.First()}");
        Assert.True(files.Length > 50, "files");
        Assert.Equal(Wrong, findings.Where(static f => !f.IsWarning).Select(static f => $"{f.File} {f.Rule.Id}").Order(StringComparer.Ordinal));
    }
}
