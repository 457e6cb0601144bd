using SocTesting;
using Xunit;

namespace Architecture.Tests;

public sealed class ReferenceTests
{
    public static TheoryData<string> Projects => [.. ReferenceTable.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_the_table_allows(string project) =>
        Assert.Empty(ReferenceTable.Violations(project, File.ReadAllText(Path.Combine(SharedData.Root, "src", project, $"{project}.csproj"))));

    [Fact]
    public void Every_project_in_src_is_in_the_table() =>
        Assert.Equal(
            ReferenceTable.Projects.Order(),
            Directory.GetDirectories(Path.Combine(SharedData.Root, "src")).Select(Path.GetFileName).Order());

    [Fact]
    public void Planted_references_are_found()
    {
        string planted = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Planted", "Text", "References", "SocDetect.csproj.xml"));
        Assert.Equal(["SocDetect → SocStore", "SocDetect → DuckDB.NET.Data.Full"], ReferenceTable.Violations("SocDetect", planted));
    }
}
