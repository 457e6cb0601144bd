using CsCheck;
using SocCore.Conditions;
using SocCore.Events;
using SocDetect.Matching;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Matching;

/// <summary>An explanation's verdict is the evaluator's, and it says what was seen.</summary>
public sealed class ExplainTests
{
    [Fact]
    public void Verdict_of_every_explanation_is_that_of_the_plain_evaluator()
    {
        Gen.Select(RandomConditions.Condition, RandomConditions.Event).TryAll(static (condition, json) =>
        {
            using EventBatch batch = Some.Batch(json);
            Check(condition, Explain.Of(condition, batch[0]), batch[0]);
        }, seed: "0000000000002", count: 3_000);
    }

    [Theory]
    [InlineData("{}", "fa is absent")]
    [InlineData("""{"fa":"abc"}""", "only case differs: fa is 'abc'")]
    [InlineData("""{"fa":"xyz"}""", "fa is 'xyz'")]
    public void Leaf_that_misses_says_whether_the_value_is_absent_different_or_differs_in_case(string json, string found)
    {
        using EventBatch batch = Some.Batch(json);
        Explanation explanation = Explain.Of(new TextLeaf(FieldRef.Of("fa"), TextPattern.Exactly("ABC"), Cased: true), batch[0]);
        Assert.False(explanation.IsMet);
        Assert.Equal(found, explanation.Found);
    }

    private static void Check(Condition condition, Explanation explanation, EcsEvent source)
    {
        Assert.Equal(ConditionMatcher.Matches(condition, source), explanation.IsMet);
        IReadOnlyList<Condition> children = condition switch { All all => all.Children, Any any => any.Children, Not not => [not.Child], _ => [] };
        Assert.Equal(children.Count, explanation.Parts.Count);
        for (int i = 0; i < children.Count; i++)
            Check(children[i], explanation.Parts[i], source);
    }
}
