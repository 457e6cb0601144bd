using CsCheck;
using SocApi.Console;
using SocTesting;
using Xunit;

namespace SocApi.Tests.Console;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("Đăng nhập 203.0.113.7", "Đăng nhập 203.0.113.7")]
    [InlineData("a\u202Eb", "a[U+202E]b")]
    [InlineData("\u0000\u001B[31m", "[U+0000][U+001B][31m")]
    [InlineData("tab\tline\n", "tab[U+0009]line[U+000A]")]
    [InlineData("e\u0302 😀", "e\u0302 😀")]
    [InlineData("\uFEFF\u2066x\u2069\u00AD", "[U+FEFF][U+2066]x[U+2069][U+00AD]")]
    [InlineData(null, "")]
    public void What_would_not_be_seen_is_shown_by_its_number(string? text, string expected) => Assert.Equal(expected, VisibleText.Flat(text));

    [Fact]
    public void Lines_and_tabs_stay_where_the_place_has_lines() =>
        Assert.Equal(["a\tb\nc", "U+000D"], VisibleText.Parts("a\tb\nc\r", keepLines: true).Select(static p => p.Text));

    [Fact]
    public void Half_a_surrogate_pair_is_shown_as_what_it_is() => Assert.Equal("[U+FFFD]x", VisibleText.Flat("\uD800x"));

    [Fact]
    public void A_long_text_is_cut_between_characters() => Assert.Equal("😀😀…", VisibleText.Flat("😀😀😀😀", 2));

    [Fact]
    public void No_part_contains_a_character_that_hides_or_turns() =>
        Gen.String.TryAll(
            static text => Assert.All(VisibleText.Parts(text).SelectMany(static p => p.Text), static c => Assert.True(!char.IsControl(c) && c is not (>= '\u200B' and <= '\u200F') and not (>= '\u202A' and <= '\u202E') and not (>= '\u2066' and <= '\u2069'), $"U+{(int)c:X4}")),
            count: 2_000,
            seed: "0N0XIzNsQ0O2");
}
