using SocCore.Conditions;
using SocCore.Events;

namespace SocDetect.Matching;

/// <summary>Evaluates a leaf that no scan decides, without allocation; the verdict on one value is <see cref="Leaf"/>'s.</summary>
internal static class GatedLeaf
{
    public static bool IsMet(Condition leaf, EcsEvent source) => leaf switch
    {
        TextLeaf text => IsMet(text, source),
        NumberLeaf number => IsMet(number, source),
        AddressLeaf address => IsMet(address, source),
        RegexLeaf regex => IsMet(regex, source),
        // What is rare takes the plain way.
        _ => ConditionMatcher.Matches(leaf, source),
    };

    private static bool IsMet(TextLeaf leaf, EcsEvent source)
    {
        foreach (FieldValue value in leaf.Field.Values(source))
        {
            if (Leaf.Text(leaf, value))
                return true;
        }

        return false;
    }

    private static bool IsMet(NumberLeaf leaf, EcsEvent source)
    {
        foreach (FieldValue value in leaf.Field.Values(source))
        {
            if (Leaf.Number(leaf, value))
                return true;
        }

        return false;
    }

    private static bool IsMet(AddressLeaf leaf, EcsEvent source)
    {
        foreach (FieldValue value in leaf.Field.Values(source))
        {
            if (leaf.Network.Contains(value.Utf8))
                return true;
        }

        return false;
    }

    private static bool IsMet(RegexLeaf leaf, EcsEvent source)
    {
        foreach (FieldValue value in leaf.Field.Values(source))
        {
            if (Leaf.Regex(leaf, value))
                return true;
        }

        return false;
    }
}
