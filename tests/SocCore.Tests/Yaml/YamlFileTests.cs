using System.Text;
using SocCore.Yaml;
using Xunit;

namespace SocCore.Tests.Yaml;

public sealed class YamlFileTests
{
    [Theory]
    [InlineData("yes", YamlScalarType.Text)]
    [InlineData("on", YamlScalarType.Text)]
    [InlineData("2026-03-12", YamlScalarType.Text)]
    [InlineData("010", YamlScalarType.Integer)]
    [InlineData("0x10", YamlScalarType.Integer)]
    [InlineData("1.0", YamlScalarType.Float)]
    [InlineData("~", YamlScalarType.Null)]
    [InlineData("'1'", YamlScalarType.Text)]
    [InlineData("true", YamlScalarType.Boolean)]
    [InlineData("9223372036854775808", YamlScalarType.Integer)]
    public void Scalars_resolve_by_the_core_types(string text, YamlScalarType type) =>
        Assert.Equal(type, Assert.IsType<YamlScalar>(Value(text)).Type);

    [Theory]
    [InlineData("a: 1\na: 2", "x.yml:2:1", "written twice")]
    [InlineData("a: &b 1", "x.yml:1:4", "anchor")]
    [InlineData("a: *b", "x.yml:1:4", "liases")]
    [InlineData("a: !!str 1", "x.yml:1:4", "type tag")]
    [InlineData("a: [1", "x.yml:2:1", "not YAML")]
    [InlineData("a: b: c", "x.yml:1", "not YAML")]
    public void Faults_are_told_with_their_place(string text, string place, string word)
    {
        List<YamlProblem> problems = [];
        YamlFile.Read("x.yml", text, problems);
        string line = Assert.Single(problems).ToString();
        Assert.StartsWith(place, line, StringComparison.Ordinal);
        Assert.Contains(word, line, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_and_size_are_bounded()
    {
        List<YamlProblem> problems = [];
        YamlFile.Read("deep.yml", new StringBuilder().Insert(0, "[", 40).Append(']', 40).ToString(), problems);
        YamlFile.Read("many.yml", "[" + string.Concat(Enumerable.Repeat("1,", YamlFile.MaxNodes + 1)) + "1]", problems);
        YamlFile.Read("large.yml", "a: " + new string('x', YamlFile.MaxBytes), problems);
        Assert.Equal(["deep.yml", "many.yml", "large.yml"], problems.Select(static p => p.File));
    }

    [Fact]
    public void Several_documents_keep_their_places()
    {
        List<YamlProblem> problems = [];
        IReadOnlyList<YamlNode> documents = YamlFile.Read("x.yml", "a: 1\n---\n# nothing\nb:\n  c: 2\n", problems);
        Assert.Empty(problems);
        Assert.Equal(2, documents.Count);
        YamlMap inner = Assert.IsType<YamlMap>(Assert.IsType<YamlMap>(documents[1]).Entries[0].Value);
        Assert.Equal(new YamlPosition(5, 3), inner.Entries[0].Position);
    }

    private static YamlNode Value(string text)
    {
        List<YamlProblem> problems = [];
        YamlNode document = YamlFile.Read("x.yml", $"v: {text}", problems).Single();
        Assert.Empty(problems);
        return Assert.IsType<YamlMap>(document).Entries[0].Value;
    }
}
