using SocTesting;
using Xunit;

namespace Architecture.Tests;

public sealed class SourceLawTests
{
    public static TheoryData<string> Projects => [.. ReferenceTable.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Sources_keep_the_laws(string project)
    {
        string folder = Path.Combine(SharedData.Root, "src", project);
        Assert.Empty(Sources(folder).SelectMany(f => SourceLaws.Violations(Path.GetRelativePath(SharedData.Root, f), File.ReadAllText(f))));
    }

    [Theory]
    [InlineData("TwoTypes.cs.txt", "2 types")]
    [InlineData("LongMethod.cs.txt", "Count has")]
    [InlineData("EmptyName.cs.txt", "EventManager says nothing")]
    [InlineData("Braces.cs.txt", "file-scoped")]
    public void Planted_source_is_found(string file, string expected)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Planted", "Text", "Source", file));
        Assert.Contains(expected, string.Join('\n', SourceLaws.Violations(file, text)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_long_is_found() =>
        Assert.Contains("401 lines", string.Join('\n', SourceLaws.Violations("x.cs", new string('\n', 401))), StringComparison.Ordinal);

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(static f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));
}
