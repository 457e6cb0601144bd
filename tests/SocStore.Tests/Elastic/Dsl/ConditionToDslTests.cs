using SocCore.Conditions;
using SocCore.Storage;
using SocStore.Elastic.Dsl;
using SocStore.Elastic.Events;
using Xunit;

namespace SocStore.Tests.Elastic.Dsl;

public sealed class ConditionToDslTests
{
    private static readonly EventIndex Index = new();

    [Theory]
    [InlineData("user.name", "443", false, """{"bool":{"should":[{"term":{"user.name":{"value":"443"}}},{"term":{"soc.odd":{"value":"user.name"}}}],"minimum_should_match":1}}""")]
    [InlineData("user.name", "Lan*", true, """{"bool":{"should":[{"prefix":{"user.name":{"value":"Lan"}}},{"term":{"soc.odd":{"value":"user.name"}}}],"minimum_should_match":1}}""")]
    [InlineData("source.port", "443", false, """{"bool":{"should":[{"term":{"source.port":{"value":443}}},{"term":{"soc.odd":{"value":"source.port"}}}],"minimum_should_match":1}}""")]
    [InlineData("source.ip", "10.*", false, """{"bool":{"should":[{"range":{"source.ip":{"gte":"10.0.0.0","lte":"10.255.255.255"}}},{"term":{"soc.odd":{"value":"source.ip"}}}],"minimum_should_match":1}}""")]
    [InlineData("message", "*(failed password for root*", false, """{"bool":{"should":[{"bool":{"filter":[{"prefix":{"message":{"value":"root"}}},{"match":{"message":{"query":"failed password for","operator":"and"}}}]}},{"term":{"soc.odd":{"value":"message"}}}],"minimum_should_match":1}}""")]
    [InlineData("message", "*sshd*", false, """{"bool":{"should":[{"regexp":{"message":{"value":".*sshd.*","flags":"NONE","max_determinized_states":100000}}},{"term":{"soc.odd":{"value":"message"}}}],"minimum_should_match":1}}""")]
    public void Text_is_asked_of_the_field_in_the_way_that_it_is_held(string field, string pattern, bool cased, string upper) =>
        Assert.Equal(upper, ConditionToDsl.Translate(new TextLeaf(FieldRef.Of(field), TextPattern.Parse(pattern), cased), Index).Upper.ToString());

    [Fact]
    public void Negation_turns_the_sure_and_the_possible_part_around()
    {
        Condition leaf = new TextLeaf(FieldRef.Of("user.name"), TextPattern.Exactly("1"));
        DslBounds bounds = ConditionToDsl.Translate(leaf, Index);
        DslBounds negated = ConditionToDsl.Translate(new Not(leaf), Index);
        Assert.Equal(DslQuery.Not(bounds.Upper).ToString(), negated.Lower.ToString());
        Assert.Equal(DslQuery.Not(bounds.Lower).ToString(), negated.Upper.ToString());
        Assert.True(negated.IsExact);
    }

    [Fact]
    public void Unsupported_sizes_are_refused_in_words()
    {
        Condition leaf = new ExistsLeaf(FieldRef.Of("user.name"));
        UnsupportedConditionException tooMany = Assert.Throws<UnsupportedConditionException>(
            () => ConditionToDsl.Translate(new Any([.. Enumerable.Range(0, 600).Select(static i => new TextLeaf(FieldRef.Of("user.name"), TextPattern.Exactly($"a{i}")))]), Index));
        Assert.Contains("1202 clauses", tooMany.Message, StringComparison.Ordinal);
        Condition deep = leaf;
        for (int i = 0; i < 20; i++)
            deep = new All([leaf, new Any([new TextLeaf(FieldRef.Of("user.id"), TextPattern.Exactly($"{i}")), deep])]);
        UnsupportedConditionException tooDeep = Assert.Throws<UnsupportedConditionException>(() => ConditionToDsl.Translate(deep, Index));
        Assert.Contains("nested", tooDeep.Message, StringComparison.Ordinal);
        for (int i = 0; i < 300; i++)
            deep = new Not(deep);
        Assert.Contains("200 deep", Assert.Throws<UnsupportedConditionException>(() => ConditionToDsl.Translate(deep, Index)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_of_values_is_one_clause_and_one_look_at_whether_the_document_is_odd()
    {
        DslBounds bounds = ConditionToDsl.Translate(new Any([.. Enumerable.Range(0, 5_000).Select(static i => new TextLeaf(FieldRef.Of("user.id"), TextPattern.Exactly($"{i}")))]), Index);
        Assert.Equal((2, 2, true), (bounds.Upper.Clauses, bounds.Lower.Clauses, bounds.IsExact));
        Assert.Contains("\"4998\",\"4999\"]", bounds.Lower.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_cannot_break_out_of_the_query()
    {
        Condition hostile = new TextLeaf(FieldRef.Of("user.name"), TextPattern.Exactly("\"}}},{\"match_all\":{}}"), Cased: true);
        using System.Text.Json.JsonDocument query = System.Text.Json.JsonDocument.Parse(ConditionToDsl.Translate(hostile, Index).Upper.ToString());
        Assert.Equal("\"}}},{\"match_all\":{}}", query.RootElement.GetProperty("bool").GetProperty("should")[0].GetProperty("term").GetProperty("user.name").GetProperty("value").GetString());
    }
}
