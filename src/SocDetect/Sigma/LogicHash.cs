using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SocCore.Conditions;
using SocCore.Rules;

namespace SocDetect.Sigma;

/// <summary>
/// SHA-256 over a canonical print of what a rule detects: log source and condition, or type, window and groups. Titles,
/// texts, levels and tests are not part of it, so editing them keeps the state of the rule.
/// </summary>
internal sealed class LogicHash : ConditionVisitor<StringBuilder>
{
    private readonly StringBuilder _text = new();

    private LogicHash()
    {
    }

    public static string Of(LogSource source, Condition condition)
    {
        LogicHash print = new();
        print.Head("rule", source.Category ?? "", source.Product ?? "", source.Service ?? "");
        print.Visit(condition);
        return Finish(print._text);
    }

    public static string Of(CorrelationRule rule, IEnumerable<string> referenced)
    {
        LogicHash print = new();
        print.Head("correlation", rule.Type.ToString(), Number(rule.Timespan.Ticks), rule.GroupMissing ? "group" : "drop");
        print.Head("rules", [.. referenced]);
        print.Head("group-by", [.. rule.GroupBy]);
        foreach ((string alias, IReadOnlyDictionary<string, string> fields) in rule.Aliases.OrderBy(static a => a.Key, StringComparer.Ordinal))
            print.Head("alias", [alias, .. fields.OrderBy(static f => f.Key, StringComparer.Ordinal).SelectMany(static f => (string[])[f.Key, f.Value])]);
        print.Head("fields", [.. rule.Fields]);
        print.Head("range", [rule.Range?.ToString() ?? "", rule.Percentile?.ToString(CultureInfo.InvariantCulture) ?? ""]);
        if (rule.Extended is not null)
            print.Print(rule.Extended);
        return Finish(print._text);
    }

    public static string OfSet(IEnumerable<string> hashes)
    {
        LogicHash print = new();
        print.Head("set", [.. hashes.Order(StringComparer.Ordinal)]);
        return Finish(print._text);
    }

    protected override StringBuilder Visit(All node) => Group("all", node.Children);

    protected override StringBuilder Visit(Any node) => Group("any", node.Children);

    protected override StringBuilder Visit(Not node) => Group("not", [node.Child]);

    protected override StringBuilder Visit(TextLeaf node)
    {
        Head("text", Name(node.Field), node.Cased ? "cased" : "");
        return Pattern(node.Pattern);
    }

    protected override StringBuilder Visit(KeywordLeaf node)
    {
        Head("keyword", node.Cased ? "cased" : "");
        return Pattern(node.Pattern);
    }

    protected override StringBuilder Visit(NumberLeaf node) =>
        Head("number", Name(node.Field), node.Comparison.ToString(), Number(node.Value));

    protected override StringBuilder Visit(AddressLeaf node) =>
        Head("address", Name(node.Field), node.Network.First.ToString(CultureInfo.InvariantCulture), node.Network.Last.ToString(CultureInfo.InvariantCulture));

    protected override StringBuilder Visit(ExistsLeaf node) => Head("exists", Name(node.Field));

    protected override StringBuilder Visit(SameAsLeaf node) =>
        Head("same", Name(node.Field), Name(node.Other), node.Mode.ToString(), node.Cased ? "cased" : "");

    protected override StringBuilder Visit(RegexLeaf node) => Head("regex", Name(node.Field), node.Pattern, node.Options.ToString());

    protected override StringBuilder Visit(TimePartLeaf node) =>
        Head("part", Name(node.Field), node.Part.ToString(), node.Comparison.ToString(), Number(node.Value), node.Zone.Id);

    protected override StringBuilder Visit(InstantLeaf node) =>
        Head("instant", Name(node.Field), node.Comparison.ToString(), Number(node.Value.UtcTicks));

    private static string Name(FieldRef field) => field.Alias is null ? field.Field.Name : field.Field.Name + "|" + field.Alias.Name;

    private static string Number(decimal value) => (value / 1.000000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    private static string Finish(StringBuilder text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

    private StringBuilder Group(string word, IReadOnlyList<Condition> children)
    {
        Head(word, Number(children.Count));
        foreach (Condition child in children)
            Visit(child);
        return _text;
    }

    private StringBuilder Pattern(TextPattern pattern)
    {
        Head("pattern", Number(pattern.Parts.Count));
        foreach (TextPart part in pattern.Parts)
            Head(part.Kind.ToString(), part.Text);
        return _text;
    }

    private void Print(CorrelationCondition condition)
    {
        switch (condition)
        {
            case CorrelationCondition.Seen seen:
                Head("seen", seen.RuleId);
                break;
            case CorrelationCondition.Negated negated:
                Head("not");
                Print(negated.Part);
                break;
            case CorrelationCondition.And and:
                PrintAll("and", and.Parts);
                break;
            case CorrelationCondition.Or or:
                PrintAll("or", or.Parts);
                break;
        }
    }

    private void PrintAll(string word, IReadOnlyList<CorrelationCondition> parts)
    {
        Head(word, Number(parts.Count));
        foreach (CorrelationCondition part in parts)
            Print(part);
    }

    /// <summary>Every text with its length in front: no two trees print alike.</summary>
    private StringBuilder Head(string word, params ReadOnlySpan<string> values)
    {
        _text.Append(word);
        foreach (string value in values)
            _text.Append(' ').Append(value.Length).Append(':').Append(value);
        return _text.Append('\n');
    }
}
