using System.Text;
using SocHost.Kibana.Building;
using SocHost.Kibana.Content;
using Xunit;

namespace SocHost.Tests.Kibana;

public sealed class BundleTests
{
    [Fact]
    public void Built_files_are_current() =>
        Assert.True(
            new BuiltFolder(ContentPath.Built(BuiltContent.Folder)).Changed(BuiltContent.Files) is [],
            "run ./soc kibana build and keep what it writes");

    [Fact]
    public void Building_twice_gives_the_same_bytes()
    {
        IReadOnlyList<BundleFile> again = Bundles.Build(ContentFolder.Read(BuiltContent.Folder, []));
        Assert.Equal(BuiltContent.Files.Select(static f => f.Path), again.Select(static f => f.Path));
        Assert.All(again.Zip(BuiltContent.Files), static p => Assert.True(p.First.Content.AsSpan().SequenceEqual(p.Second.Content), p.First.Path));
    }

    [Fact]
    public void Languages_share_no_id_and_differ_in_words_only()
    {
        string vi = Encoding.UTF8.GetString(BuiltContent.Bundle(Languages.Vietnamese).Content);
        string en = Encoding.UTF8.GetString(BuiltContent.Bundle(Languages.English).Content);
        Assert.Empty(Ids(vi).Intersect(Ids(en)));
        Assert.Equal(Ids(vi).Select(static i => i[..^3]), Ids(en).Select(static i => i[..^3]));
        Assert.Contains("Toàn cảnh", vi, StringComparison.Ordinal);
        Assert.DoesNotContain("Toàn cảnh", en, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Ids(string bundle) =>
        bundle.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => System.Text.Json.Nodes.JsonNode.Parse(l)!["id"]!.GetValue<string>());
}
