using SocCore.Conditions;
using SocStore.Elastic.Dsl;
using Xunit;

namespace SocStore.Tests.Elastic.Dsl;

public sealed class LuceneExpressionTests
{
    [Theory]
    [InlineData("kĐ1", false, "[Kk][Đđ]1")]
    [InlineData("kĐ1", true, "kĐ1")]
    [InlineData("a*b?c", true, "a.*b.c")]
    [InlineData("^$.|()[]{}+\"~@#&<>\\*\\?-/ ", true, "\\^\\$\\.\\|\\(\\)\\[\\]\\{\\}\\+\\\"\\~\\@\\#\\&\\<\\>\\*\\?\\-\\/\\ ")]
    [InlineData("C:\\dw", true, "C\\:\\\\dw")]
    [InlineData("", false, "")]
    public void Letters_are_spelled_as_classes_of_our_own_fold_and_signs_are_escaped(string pattern, bool cased, string expression)
    {
        Assert.Equal((expression, true), LuceneExpression.Of("", TextPattern.Parse(pattern), cased, 10_000));
    }

    [Fact]
    public void Sets_are_classes()
    {
        TextPattern pattern = new([new TextPart(TextPartKind.OneOf, "-/–"), new TextPart(TextPartKind.Literal, "e")]);
        Assert.Equal(("[\\-\\/–][Ee]", true), LuceneExpression.Of("", pattern, cased: false, 10_000));
    }

    [Fact]
    public void Key_stands_before_the_pattern_and_is_literal() =>
        Assert.Equal(("vendor\\.x\\=[Kk].*", true), LuceneExpression.Of("vendor.x=", TextPattern.Parse("k*"), cased: false, 10_000));

    [Theory]
    [InlineData("*a?????????z", 24, ".*[Aa]", false)]
    [InlineData("abcdefgh", 24, "[Aa][Bb][Cc][Dd][Ee].*", false)]
    public void What_is_too_long_or_costs_too_much_is_widened_and_said_to_be(string pattern, int longest, string beginning, bool exact)
    {
        (string expression, bool isExact) = LuceneExpression.Of("", TextPattern.Parse(pattern), cased: false, longest);
        Assert.StartsWith(beginning, expression, StringComparison.Ordinal);
        Assert.True(expression.Length <= longest + 2, expression);
        Assert.Equal(exact, isExact);
    }
}
