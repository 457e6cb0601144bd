using System.Buffers;
using System.Globalization;
using System.Text;
using SocCore.Events;

namespace SocCore.Conditions;

/// <summary>
/// The plain evaluator: one condition, one event, no preparation. It defines what a condition means; every faster engine
/// and every store query is tested against it.
/// </summary>
public sealed class ConditionMatcher : ConditionVisitor<bool>
{
    private readonly EcsEvent _event;

    private ConditionMatcher(EcsEvent source) => _event = source;

    /// <summary>Whether the event meets the condition.</summary>
    public static bool Matches(Condition condition, EcsEvent source) => new ConditionMatcher(source).Visit(condition);

    protected internal override bool Visit(All node)
    {
        foreach (Condition child in node.Children)
        {
            if (!Visit(child))
                return false;
        }

        return true;
    }

    protected internal override bool Visit(Any node)
    {
        foreach (Condition child in node.Children)
        {
            if (Visit(child))
                return true;
        }

        return false;
    }

    protected internal override bool Visit(Not node) => !Visit(node.Child);

    protected internal override bool Visit(TextLeaf node)
    {
        foreach (FieldValue value in node.Field.Values(_event))
        {
            if (Leaf.Text(node, value))
                return true;
        }

        return false;
    }

    protected internal override bool Visit(NumberLeaf node)
    {
        foreach (FieldValue value in node.Field.Values(_event))
        {
            if (Leaf.Number(node, value))
                return true;
        }

        return false;
    }

    protected internal override bool Visit(AddressLeaf node)
    {
        foreach (FieldValue value in node.Field.Values(_event))
        {
            if (node.Network.Contains(value.Utf8))
                return true;
        }

        return false;
    }

    protected internal override bool Visit(ExistsLeaf node) => node.Field.Values(_event).Count > 0;

    protected internal override bool Visit(SameAsLeaf node)
    {
        FieldValues others = node.Other.Values(_event);
        foreach (FieldValue value in node.Field.Values(_event))
        {
            foreach (FieldValue other in others)
            {
                if (Leaf.SameAs(node, value, other))
                    return true;
            }
        }

        return false;
    }

    protected internal override bool Visit(RegexLeaf node)
    {
        foreach (FieldValue value in node.Field.Values(_event))
        {
            if (Leaf.Regex(node, value))
                return true;
        }

        return false;
    }

    protected internal override bool Visit(KeywordLeaf node)
    {
        foreach (FieldSlot slot in _event.Slots)
        {
            if (slot.Kind is ValueKind.Text or ValueKind.Json && node.Pattern.Matches(_event.TextOf(slot), node.Cased))
                return true;
        }

        return false;
    }

    protected internal override bool Visit(TimePartLeaf node)
    {
        foreach (FieldValue value in node.Field.Values(_event))
        {
            if (Leaf.TimePart(node, value))
                return true;
        }

        return false;
    }

    protected internal override bool Visit(InstantLeaf node)
    {
        foreach (FieldValue value in node.Field.Values(_event))
        {
            if (Leaf.Instant(node, value))
                return true;
        }

        return false;
    }
}
