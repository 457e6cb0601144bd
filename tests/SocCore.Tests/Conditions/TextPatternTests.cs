using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using SocCore.Conditions;
using SocCore.Events;
using SocTesting;
using Xunit;

namespace SocCore.Tests.Conditions;

public sealed class TextPatternTests
{
    private static readonly Gen<string> Hostile = Gen.OneOf(new[] { "a", "A", "b", "*", "?", "\\", "%", "_", "\n", "đ", "Đ", "ế", "İ", "ı", "ß", "😀", "." }.Select(Gen.Const).ToArray()).Array[0, 8].Select(string.Concat);

    [Theory]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "x", false)]
    [InlineData("\\\\*", "\\anything", true)]
    [InlineData("\\\\\\*", "\\*", true)]
    [InlineData("\\\\\\*", "\\x", false)]
    [InlineData("C:\\Windows\\*", "c:\\windows\\x", false)]
    [InlineData("C:\\Windows\\\\*", "c:\\windows\\x", true)]
    [InlineData("a\\b", "A\\B", true)]
    [InlineData("?", "😀", true)]
    [InlineData("?", "ab", false)]
    [InlineData("a*c", "a\nb\nc", true)]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "x", false)]
    [InlineData("a*b*a", "aba", true)]
    [InlineData("a*b*a", "ab", false)]
    [InlineData("*ab", "aab", true)]
    [InlineData("??*", "a", false)]
    [InlineData("ĐĂNG*", "đăng nhập", true)]
    public void Pattern_meets_value(string pattern, string value, bool expected) =>
        Assert.Equal(expected, TextPattern.Parse(pattern).Matches(Encoding.UTF8.GetBytes(value), cased: false));

    [Fact]
    public void Verdict_equals_a_regular_expression_made_of_the_parts() =>
        Gen.Select(Hostile, Hostile, Gen.Bool).TryAll((pattern, value, cased) =>
        {
            TextPattern compiled = TextPattern.Parse(pattern);
            string text = TextForm.ToNfc(value);
            Assert.Equal(Oracle(compiled, text, cased), compiled.Matches(Encoding.UTF8.GetBytes(text), cased));
        }, count: 50_000, seed: "0000KrVy4pg4");

    [Fact]
    public void Printed_pattern_is_read_back() =>
        Hostile.TryAll(pattern => Assert.Equal(TextPattern.Parse(pattern), TextPattern.Parse(TextPattern.Parse(pattern).ToString())), count: 5000, seed: "0000KrVy4pg4");

    /// <summary>Fold both sides, then let a regular expression over UTF-16 say: a scalar is one unit or a surrogate pair.</summary>
    private static bool Oracle(TextPattern pattern, string value, bool cased)
    {
        StringBuilder regex = new("\\A");
        foreach (TextPart part in pattern.Parts)
        {
            regex.Append(part.Kind switch
            {
                TextPartKind.AnyRun => "(?:.|\\n)*",
                TextPartKind.AnyOne => "(?:[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]|[^\\uD800-\\uDFFF])",
                _ => Regex.Escape(cased ? part.Text : Fold.Text(part.Text)),
            });
        }

        return Regex.IsMatch(cased ? value : Fold.Text(value), regex.Append("\\z").ToString(), RegexOptions.CultureInvariant);
    }
}
