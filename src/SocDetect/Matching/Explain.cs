using SocCore.Conditions;
using SocCore.Events;
using SocCore.Rules;

namespace SocDetect.Matching;

/// <summary>Says why an event meets a rule or not: every node is evaluated, also where the verdict is clear already.</summary>
public sealed class Explain : ConditionVisitor<Explanation>
{
    /// <summary>Longer values are cut in explanations; the event itself has the whole.</summary>
    private const int LongestValue = 160;

    private readonly EcsEvent _event;

    private Explain(EcsEvent source) => _event = source;

    /// <summary>Explains a rule's condition; log sources are not looked at.</summary>
    public static Explanation Of(Rule rule, EcsEvent source) => Of(rule.Condition, source);

    /// <summary>Explains a condition.</summary>
    public static Explanation Of(Condition condition, EcsEvent source) => new Explain(source).Visit(condition);

    protected override Explanation Visit(All node)
    {
        Explanation[] parts = [.. node.Children.Select(Visit)];
        int met = parts.Count(static p => p.IsMet);
        return new Explanation("all of", met == parts.Length, $"{met} of {parts.Length}", parts);
    }

    protected override Explanation Visit(Any node)
    {
        Explanation[] parts = [.. node.Children.Select(Visit)];
        int met = parts.Count(static p => p.IsMet);
        return new Explanation("any of", met > 0, $"{met} of {parts.Length}", parts);
    }

    protected override Explanation Visit(Not node)
    {
        Explanation part = Visit(node.Child);
        return new Explanation("not", !part.IsMet, "", [part]);
    }

    protected override Explanation Visit(TextLeaf node)
    {
        bool met = GatedLeaf.IsMet(node, _event);
        bool caseOnly = !met && node.Cased && GatedLeaf.IsMet(node with { Cased = false }, _event);
        return Leaf(node, met, node.Field, caseOnly ? "only case differs: " : "");
    }

    protected override Explanation Visit(NumberLeaf node) => Leaf(node, GatedLeaf.IsMet(node, _event), node.Field);

    protected override Explanation Visit(AddressLeaf node) => Leaf(node, GatedLeaf.IsMet(node, _event), node.Field);

    protected override Explanation Visit(ExistsLeaf node) => Leaf(node, GatedLeaf.IsMet(node, _event), node.Field);

    protected override Explanation Visit(SameAsLeaf node) =>
        new(node.ToString(), GatedLeaf.IsMet(node, _event), $"{Seen(node.Field)}; {Seen(node.Other)}", []);

    protected override Explanation Visit(RegexLeaf node)
    {
        bool met = GatedLeaf.IsMet(node, _event);
        bool caseOnly = !met && GatedLeaf.IsMet(new RegexLeaf(node.Field, node.Pattern, node.Options | System.Text.RegularExpressions.RegexOptions.IgnoreCase), _event);
        return Leaf(node, met, node.Field, caseOnly ? "only case differs: " : "");
    }

    protected override Explanation Visit(KeywordLeaf node)
    {
        List<string> fields = [];
        foreach (FieldSlot slot in _event.Slots)
        {
            if (slot.Kind is ValueKind.Text or ValueKind.Json && node.Pattern.Matches(_event.TextOf(slot), node.Cased))
                fields.Add(Fields.ById(slot.FieldId).Name);
        }

        return new Explanation(node.ToString(), fields.Count > 0, fields.Count > 0 ? $"in {string.Join(", ", fields.Distinct())}" : "in no text of the event", []);
    }

    protected override Explanation Visit(TimePartLeaf node) => Leaf(node, GatedLeaf.IsMet(node, _event), node.Field);

    protected override Explanation Visit(InstantLeaf node) => Leaf(node, GatedLeaf.IsMet(node, _event), node.Field);

    private Explanation Leaf(Condition node, bool met, FieldRef field, string note = "") => new(node.ToString(), met, note + Seen(field), []);

    private string Seen(FieldRef field)
    {
        List<string> values = [];
        foreach (FieldValue value in field.Values(_event))
            values.Add(Cut(value.ToString()));
        if (values.Count == 0)
            return $"{field.Field.Name} is absent{(field.Alias is null ? "" : $", and so is {field.Alias.Name}")}";
        string name = field.Alias is not null && !_event.Has(field.Field) ? field.Alias.Name : field.Field.Name;
        return $"{name} is {string.Join(", ", values.Select(static v => $"'{v}'"))}";
    }

    private static string Cut(string value) => value.Length <= LongestValue ? value : string.Concat(value.AsSpan(0, LongestValue), "…");
}
