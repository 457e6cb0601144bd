using System.Globalization;
using System.Text;
using SocCore.Conditions;
using SocCore.Events;

namespace SocCore.Search;

/// <summary>Writes a condition on events as a query; null where the grammar has no words for it.</summary>
internal sealed class KqlPrinter : ConditionVisitor<string?>
{
    private static readonly KqlPrinter Instance = new();

    private KqlPrinter()
    {
    }

    public static string? Print(Condition condition) => condition is All { Children.Count: 0 } ? "" : Instance.Visit(condition);

    protected internal override string? Visit(All node) => node.Children.Count == 0 ? "*" : Join(node.Children, " and ");

    protected internal override string? Visit(Any node) => node.Children.Count == 0 ? "(not *)" : Join(node.Children, " or ");

    protected internal override string? Visit(Not node) => Visit(node.Child) is { } child ? $"not {child}" : null;

    protected internal override string? Visit(TextLeaf node)
    {
        if (node.Cased || NameOf(node.Field) is not { } name || node.Pattern.IsAny || ValueOf(node.Pattern) is not { } value)
            return null;
        FieldType type = node.Field.Field.Type;
        bool readsBack = type switch
        {
            FieldType.Text => Ends(node.Pattern),
            FieldType.Keyword or FieldType.Boolean or FieldType.Object or FieldType.GeoPoint => true,
            _ => !node.Pattern.IsLiteral,
        };
        return readsBack ? $"{name}:{value}" : null;
    }

    protected internal override string? Visit(NumberLeaf node)
    {
        bool readsBack = node.Field.Field.Type is FieldType.Long or FieldType.Double || node.Comparison != Comparison.Equal;
        return readsBack && NameOf(node.Field) is { } name ? $"{name}{Sign(node.Comparison)}{node.Value.ToString(CultureInfo.InvariantCulture)}" : null;
    }

    protected internal override string? Visit(AddressLeaf node) =>
        node.Field.Field.Type == FieldType.Address && NameOf(node.Field) is { } name ? $"{name}:\"{node.Network}\"" : null;

    protected internal override string? Visit(ExistsLeaf node) => NameOf(node.Field) is { } name ? $"{name}:*" : null;

    protected internal override string? Visit(SameAsLeaf node) => null;

    protected internal override string? Visit(RegexLeaf node) => null;

    protected internal override string? Visit(KeywordLeaf node) =>
        !node.Cased && !node.Pattern.IsAny && Ends(node.Pattern) ? ValueOf(node.Pattern) : null;

    protected internal override string? Visit(TimePartLeaf node) => null;

    protected internal override string? Visit(InstantLeaf node)
    {
        bool readsBack = node.Field.Field.Type == FieldType.Date || (!node.Field.Field.IsDeclared && node.Comparison != Comparison.Equal);
        return readsBack && NameOf(node.Field) is { } name ? $"{name}{Sign(node.Comparison)}\"{Rfc3339.Format(node.Value)}\"" : null;
    }

    private string? Join(IReadOnlyList<Condition> children, string word)
    {
        string?[] texts = [.. children.Select(Visit)];
        return Array.Exists(texts, static t => t is null) ? null : texts.Length == 1 ? texts[0] : $"({string.Join(word, texts)})";
    }

    private static string? NameOf(FieldRef field) => field.Alias is null ? Escaped(field.Field.Name) : null;

    private static bool Ends(TextPattern pattern) =>
        pattern.Parts.Count > 1 && pattern.Parts[0].Kind == TextPartKind.AnyRun && pattern.Parts[^1].Kind == TextPartKind.AnyRun;

    private static string? ValueOf(TextPattern pattern)
    {
        if (pattern.IsLiteral)
            return $"\"{pattern.Literal.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        StringBuilder text = new();
        foreach (TextPart part in pattern.Parts)
        {
            switch (part.Kind)
            {
                case TextPartKind.AnyRun: text.Append('*'); break;
                case TextPartKind.AnyOne: text.Append('?'); break;
                case TextPartKind.Literal: text.Append(Escaped(part.Text)); break;
                default: return null;
            }
        }

        return text.ToString();
    }

    private static string Escaped(string text)
    {
        StringBuilder escaped = new();
        foreach (char c in text)
        {
            switch (c)
            {
                case '\n': escaped.Append("\\n"); break;
                case '\r': escaped.Append("\\r"); break;
                case '\t': escaped.Append("\\t"); break;
                default:
                    if (char.IsWhiteSpace(c) || c is '(' or ')' or '"' or '<' or '>' or '{' or '}' or ':' or '*' or '?' or '\\')
                        escaped.Append('\\');
                    escaped.Append(c);
                    break;
            }
        }

        return escaped.ToString();
    }

    private static string Sign(Comparison comparison) => comparison switch
    {
        Comparison.Less => " < ",
        Comparison.LessOrEqual => " <= ",
        Comparison.Greater => " > ",
        Comparison.GreaterOrEqual => " >= ",
        _ => ":",
    };
}
