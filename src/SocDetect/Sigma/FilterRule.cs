using SocCore.Conditions;
using SocCore.Rules;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>
/// A Sigma filter: its condition is joined with AND to the condition of each rule that it names. Its identifiers and
/// patterns see only its own selections; fields are named as in the rule's log source.
/// </summary>
internal sealed class FilterRule
{
    private readonly YamlMap _filter;

    private FilterRule(RuleDocument document, LogSource source, YamlMap filter, IReadOnlyList<string>? rules)
    {
        Document = document;
        Source = source;
        _filter = filter;
        Rules = rules;
    }

    public RuleDocument Document { get; }

    public LogSource Source { get; }

    /// <summary>Ids or names; null: every rule that the log source contains.</summary>
    public IReadOnlyList<string>? Rules { get; }

    public static FilterRule? Read(RuleDocument document, RuleContext context)
    {
        LogSource? source = document.LogSource();
        if (source is null || document.Shape.Shape("filter", required: true) is not { } shape)
            return null;
        IReadOnlyList<string>? rules = null;
        if (shape.Node("rules") is not YamlScalar { Text: "any" })
        {
            rules = shape.Texts("rules");
            if (rules.Count == 0)
                document.Problems.Error(shape.Map.Position, "'filter.rules' must name the rules that are filtered, or be 'any'.");
        }

        FilterRule filter = new(document, source, shape.Map, rules);
        if (filter.Compile(context) is { } condition && !NotFinder.Has(condition))
            document.Problems.Warn(document.At("filter"), "The filter's condition has no 'not': the rules will fire only on what it selects. To exclude it, write 'condition: not selection'.");
        return document.Problems.HasErrors ? null : filter;
    }

    public bool AppliesTo(Rule rule) =>
        Source.Accepts(rule.LogSource) && (Rules is null || Rules.Contains(rule.Id) || (rule.Name is not null && Rules.Contains(rule.Name)));

    /// <summary>The filter's condition with the field names of a rule's log source.</summary>
    public Condition? Compile(RuleContext context) => DetectionReader.Read(_filter, context, "filter", static k => k == "rules");

    private sealed class NotFinder : ConditionVisitor<bool>
    {
        private static readonly NotFinder Instance = new();

        public static bool Has(Condition condition) => Instance.Visit(condition);

        protected override bool Visit(All node) => node.Children.Any(Visit);

        protected override bool Visit(Any node) => node.Children.Any(Visit);

        protected override bool Visit(Not node) => true;

        protected override bool Visit(TextLeaf node) => false;

        protected override bool Visit(NumberLeaf node) => false;

        protected override bool Visit(AddressLeaf node) => false;

        protected override bool Visit(ExistsLeaf node) => false;

        protected override bool Visit(SameAsLeaf node) => false;

        protected override bool Visit(RegexLeaf node) => false;

        protected override bool Visit(KeywordLeaf node) => false;

        protected override bool Visit(TimePartLeaf node) => false;

        protected override bool Visit(InstantLeaf node) => false;
    }
}
