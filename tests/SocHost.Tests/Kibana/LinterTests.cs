using SocHost.Kibana.Building;
using SocHost.Kibana.Linting;
using Xunit;

namespace SocHost.Tests.Kibana;

public sealed class LinterTests
{
    public static TheoryData<string> Known => [.. PlantedDefects.Known.Keys];

    public static TheoryData<string> Further => [.. PlantedDefects.Further.Keys];

    public static TheoryData<string> Paths => [.. BuiltContent.Files.Select(static f => f.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Shipped_bundle_has_no_finding(string path)
    {
        BundleFile file = BuiltContent.Files.Single(f => f.Path == path);
        Assert.Empty(Linter.Lint(file.Path, file.Content, LintProfile.Own));
        Assert.Empty(Linter.Lint(file.Path, file.Content, LintProfile.Foreign));
    }

    [Fact]
    public void Known_defects_are_thirty_two() => Assert.Equal(32, PlantedDefects.Known.Count);

    [Theory]
    [MemberData(nameof(Known))]
    public void Known_defect_is_rejected_by_its_rule(string name) => Rejected(PlantedDefects.Known[name]);

    [Theory]
    [MemberData(nameof(Further))]
    public void Further_defect_is_rejected_by_its_rule(string name) => Rejected(PlantedDefects.Further[name]);

    [Fact]
    public void Every_rule_has_a_defect_that_it_rejects() =>
        Assert.Empty(LintRules.All.Select(static r => r.Id).Except(PlantedDefects.Known.Values.Concat(PlantedDefects.Further.Values).Select(static d => d.Rule)));

    private static void Rejected(PlantedDefect defect)
    {
        (string file, byte[] content) = defect.Plant(new BundleEdit(BuiltContent.Bundle().Content));
        IReadOnlyList<Finding> findings = Linter.Lint(file, content, LintProfile.Own);
        Assert.Contains(findings, f => f.Rule.Id == defect.Rule && f.ToString().Contains(defect.Says, StringComparison.Ordinal));
    }
}
