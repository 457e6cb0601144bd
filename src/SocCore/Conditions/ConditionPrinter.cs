using System.Globalization;

namespace SocCore.Conditions;

/// <summary>Prints a tree on one line, for goldens, logs and explanations.</summary>
internal sealed class ConditionPrinter : ConditionVisitor<string>
{
    private static readonly ConditionPrinter Instance = new();

    private ConditionPrinter()
    {
    }

    public static string Print(Condition condition) => Instance.Visit(condition);

    protected internal override string Visit(All node) => node.Children.Count == 0 ? "true" : Join(node.Children, " and ");

    protected internal override string Visit(Any node) => node.Children.Count == 0 ? "false" : Join(node.Children, " or ");

    protected internal override string Visit(Not node) => $"not {Visit(node.Child)}";

    protected internal override string Visit(TextLeaf node) => $"{node.Field}{(node.Cased ? " =~ " : " = ")}'{node.Pattern}'";

    protected internal override string Visit(NumberLeaf node) =>
        $"{node.Field} {Sign(node.Comparison)} {node.Value.ToString(CultureInfo.InvariantCulture)}";

    protected internal override string Visit(AddressLeaf node) => $"{node.Field} in {node.Network}";

    protected internal override string Visit(ExistsLeaf node) => $"exists({node.Field})";

    protected internal override string Visit(SameAsLeaf node) =>
        $"{node.Field} {(node.Cased ? "cased " : "")}{node.Mode switch
        {
            SameAsMode.StartsWith => "starts with",
            SameAsMode.EndsWith => "ends with",
            SameAsMode.Contains => "contains",
            _ => "is",
        }} {node.Other}";

    protected internal override string Visit(RegexLeaf node) =>
        $"{node.Field} ~ /{node.Pattern}/{(node.Options.HasFlag(System.Text.RegularExpressions.RegexOptions.IgnoreCase) ? "i" : "")}{(node.Options.HasFlag(System.Text.RegularExpressions.RegexOptions.Multiline) ? "m" : "")}{(node.Options.HasFlag(System.Text.RegularExpressions.RegexOptions.Singleline) ? "s" : "")}";

    protected internal override string Visit(KeywordLeaf node) => $"keyword{(node.Cased ? " =~ " : " ")}'{node.Pattern}'";

    protected internal override string Visit(TimePartLeaf node) =>
        $"{node.Part.ToString().ToLowerInvariant()}({node.Field}, {node.Zone.Id}) {Sign(node.Comparison)} {node.Value.ToString(CultureInfo.InvariantCulture)}";

    protected internal override string Visit(InstantLeaf node) => $"{node.Field} {Sign(node.Comparison)} {Events.Rfc3339.Format(node.Value)}";

    private string Join(IReadOnlyList<Condition> children, string word) => $"({string.Join(word, children.Select(Visit))})";

    private static string Sign(Comparison comparison) => comparison switch
    {
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        _ => "==",
    };
}
