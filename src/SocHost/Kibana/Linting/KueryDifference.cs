using SocCore.Conditions;

namespace SocHost.Kibana.Linting;

/// <summary>
/// What a query means to us and not to Kibana, though both read it: our language joins words that stand side by side by
/// <c>and</c> and has <c>?</c> for one letter; to Kibana they are one value, and a question mark.
/// </summary>
internal sealed class KueryDifference : ConditionVisitor<IEnumerable<string>>
{
    private KueryDifference()
    {
    }

    /// <summary>The one that there is.</summary>
    public static KueryDifference Instance { get; } = new();

    protected override IEnumerable<string> Visit(All node) => node.Children.SelectMany(Visit);

    protected override IEnumerable<string> Visit(Any node) => node.Children.SelectMany(Visit);

    protected override IEnumerable<string> Visit(Not node) => Visit(node.Child);

    protected override IEnumerable<string> Visit(TextLeaf node) =>
        node.Pattern.Parts.Any(static p => p.Kind == TextPartKind.AnyOne) ? ["has '?', which is no wildcard to Kibana; use * or write the letter"] : [];

    protected override IEnumerable<string> Visit(KeywordLeaf node) => ["has a word without a field, which to Kibana belongs to the value before it; put the value in quotes, or name the word's field"];

    protected override IEnumerable<string> Visit(NumberLeaf node) => [];

    protected override IEnumerable<string> Visit(AddressLeaf node) => [];

    protected override IEnumerable<string> Visit(ExistsLeaf node) => [];

    protected override IEnumerable<string> Visit(SameAsLeaf node) => [];

    protected override IEnumerable<string> Visit(RegexLeaf node) => [];

    protected override IEnumerable<string> Visit(TimePartLeaf node) => [];

    protected override IEnumerable<string> Visit(InstantLeaf node) => [];
}
