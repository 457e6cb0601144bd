using System.IO.Compression;
using System.Text;
using SocApi.Console;
using Xunit;

namespace SocApi.Tests.Console;

public sealed class ConsoleAssetsTests
{
    private static readonly ConsoleAssets Assets = new();

    [Fact]
    public void The_files_of_the_pages_are_in_the_assembly() => Assert.Equal(
        ["base.css", "blazor.web.js", "console.js", "frame.css", "mark.svg", "pages.css", "parts.css", "tokens.css"],
        Assets.All.Select(static a => a.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void A_path_names_the_content() => Assert.All(Assets.All, static a =>
    {
        Assert.Equal($"/assets/{a.Hash}/{a.Name}", a.Path);
        Assert.Equal(a.Hash, new ConsoleAsset(a.Name, a.ContentType, a.Content).Hash);
        Assert.NotEqual(a.Hash, new ConsoleAsset(a.Name, a.ContentType, [.. a.Content, (byte)' ']).Hash);
    });

    [Fact]
    public void What_is_compressed_is_the_same_content() => Assert.All(Assets.All, static a =>
    {
        using BrotliStream brotli = new(new MemoryStream(a.Compressed), CompressionMode.Decompress);
        using MemoryStream back = new();
        brotli.CopyTo(back);
        Assert.Equal(a.Content, back.ToArray());
    });

    [Fact]
    public void Our_own_files_name_no_other_host() => Assert.All(Assets.All.Where(static a => a.Name != "blazor.web.js"), static a =>
    {
        string text = Encoding.UTF8.GetString(a.Content).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", text, StringComparison.Ordinal);
    });
}
