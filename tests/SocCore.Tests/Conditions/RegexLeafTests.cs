using SocCore.Conditions;
using Xunit;

namespace SocCore.Tests.Conditions;

public sealed class RegexLeafTests
{
    [Theory]
    [InlineData("a(?=b)")]
    [InlineData("a(?!b)")]
    [InlineData("(?<=a)b")]
    [InlineData("(?<!a)b")]
    [InlineData("(?>a+)b")]
    [InlineData(@"(a)\1")]
    [InlineData(@"(?<x>a)\k<x>")]
    [InlineData("(?(a)b|c)")]
    [InlineData(@"\Ga")]
    [InlineData("a(")]
    [InlineData("[b-a]")]
    [InlineData("a(?")]
    public void What_only_backtracking_can_do_and_what_is_no_expression_is_refused_when_the_leaf_is_made(string pattern) =>
        Assert.ThrowsAny<ArgumentException>(() => new RegexLeaf(FieldRef.Of("message"), pattern));

    [Theory]
    [InlineData("a(?:b|c)+", "xabcx", true)]
    [InlineData("(?i)AB", "xab", true)]
    [InlineData("(?<name>ab)", "xab", true)]
    [InlineData(@"\bab\b", "xab", false)]
    public void What_is_read_in_linear_time_is_searched_for(string pattern, string value, bool found) =>
        Assert.Equal(found, new RegexLeaf(FieldRef.Of("message"), pattern).IsFoundIn(value));
}
