using System.Text.RegularExpressions;
using SocCore.Conditions;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>The key of a detection item: a field name (empty: keywords) and its modifiers, taken apart and checked.</summary>
internal sealed class ItemKey
{
    private static readonly string[] Known =
    [
        "all", "base64", "base64offset", "cased", "cidr", "contains", "day", "endswith", "exists", "expand", "fieldref",
        "gt", "gte", "hour", "lt", "lte", "minute", "month", "neq", "re", "startswith", "utf16", "utf16be", "utf16le",
        "week", "wide", "windash", "year",
    ];

    private readonly List<string> _modifiers;

    private ItemKey(string field, List<string> modifiers)
    {
        Field = field;
        _modifiers = modifiers;
    }

    public string Field { get; }

    public ItemKind Kind { get; private set; }

    public List<ValueTransform> Transforms { get; } = [];

    public bool All { get; private set; }

    public bool Negated { get; private set; }

    public bool Cased { get; private set; }

    public bool Expand { get; private set; }

    public bool PadBefore { get; private set; }

    public bool PadBehind { get; private set; }

    public RegexOptions Regex { get; private set; }

    public Comparison Comparison { get; private set; } = Comparison.Equal;

    public TimePart Part { get; private set; }

    public bool IsKeyword => Field.Length == 0;

    /// <summary>Reads <c>field|modifier|modifier</c>; null when a modifier is unknown or does not go with the others.</summary>
    public static ItemKey? Parse(YamlEntry entry, ProblemList problems)
    {
        string[] parts = entry.Key.Split('|');
        ItemKey key = new(parts[0], [.. parts.Skip(1)]);
        bool good = true;
        for (int i = 0; i < key._modifiers.Count; i++)
        {
            if (key.Apply(key._modifiers[i], i) is not { } problem)
                continue;
            problems.Error(entry.Position, $"'{entry.Key}': {problem}");
            good = false;
        }

        if (good && key.Conflict() is { } conflict)
        {
            problems.Error(entry.Position, $"'{entry.Key}': {conflict}");
            good = false;
        }

        if (good && key.Kind == ItemKind.Regex && (key.PadBefore || key.PadBehind))
            problems.Warn(entry.Position, $"'{entry.Key}': contains, startswith and endswith do nothing beside re, which searches anyway; remove them.");
        return good ? key : null;
    }

    private string? Apply(string modifier, int index)
    {
        switch (modifier)
        {
            case "contains": PadBefore = PadBehind = true; return null;
            case "startswith": PadBehind = true; return null;
            case "endswith": PadBefore = true; return null;
            case "all": All = true; return null;
            case "cased": Cased = true; return null;
            case "neq": Negated = true; return null;
            case "expand": Expand = true; return null;
            case "windash": Transforms.Add(ValueTransform.Windash); return null;
            case "wide" or "utf16le": Transforms.Add(ValueTransform.Utf16Le); return null;
            case "utf16be": Transforms.Add(ValueTransform.Utf16Be); return null;
            case "utf16": Transforms.Add(ValueTransform.Utf16); return null;
            case "base64": Transforms.Add(ValueTransform.Base64); return null;
            case "base64offset": Transforms.Add(ValueTransform.Base64Offset); return null;
            case "re": return First(modifier, index, ItemKind.Regex);
            case "cidr": return First(modifier, index, ItemKind.Network);
            case "exists": return First(modifier, index, ItemKind.Exists);
            case "fieldref": return Become(modifier, ItemKind.FieldReference);
            case "i" or "ignorecase": return Flag(modifier, RegexOptions.IgnoreCase);
            case "m" or "multiline": return Flag(modifier, RegexOptions.Multiline);
            case "s" or "dotall": return Flag(modifier, RegexOptions.Singleline);
            case "lt": return Order(modifier, Comparison.Less);
            case "lte": return Order(modifier, Comparison.LessOrEqual);
            case "gt": return Order(modifier, Comparison.Greater);
            case "gte": return Order(modifier, Comparison.GreaterOrEqual);
            case "minute": return Date(modifier, TimePart.Minute);
            case "hour": return Date(modifier, TimePart.Hour);
            case "day": return Date(modifier, TimePart.Day);
            case "week": return Date(modifier, TimePart.Week);
            case "month": return Date(modifier, TimePart.Month);
            case "year": return Date(modifier, TimePart.Year);
            default: return $"the modifier '{modifier}' is unknown; there are {string.Join(", ", Known)}, and i, m, s behind re.";
        }
    }

    private string? First(string modifier, int index, ItemKind kind) =>
        index > 0 ? $"'{modifier}' must be the first modifier." : Become(modifier, kind);

    private string? Become(string modifier, ItemKind kind)
    {
        if (Kind != ItemKind.Value)
            return $"'{modifier}' does not go with '{_modifiers[0]}'; write two items.";
        Kind = kind;
        return null;
    }

    private string? Flag(string modifier, RegexOptions option)
    {
        if (Kind != ItemKind.Regex)
            return $"'{modifier}' only goes behind 're'.";
        Regex |= option;
        return null;
    }

    private string? Order(string modifier, Comparison comparison)
    {
        if (Comparison != Comparison.Equal)
            return $"'{modifier}' is a second comparison; write two items.";
        Comparison = comparison;
        return Kind == ItemKind.DatePart ? null : Become(modifier, ItemKind.Order);
    }

    private string? Date(string modifier, TimePart part)
    {
        Part = part;
        if (Kind == ItemKind.Order)
            Kind = ItemKind.Value;
        return Become(modifier, ItemKind.DatePart);
    }

    private string? Conflict()
    {
        if (IsKeyword && Kind != ItemKind.Value)
            return "this modifier needs a field name in front of '|'.";
        bool pads = PadBefore || PadBehind;
        return Kind switch
        {
            ItemKind.Exists when _modifiers.Count > 1 => "'exists' stands alone.",
            ItemKind.Regex when Cased || Transforms.Count > 0 => "'re' goes with i, m, s, all, neq and expand only; it is case-sensitive without i.",
            ItemKind.Network when pads || Cased || Transforms.Count > 0 => "'cidr' goes with all, neq and expand only.",
            ItemKind.FieldReference when Transforms.Count > 0 || Expand => "'fieldref' goes with startswith, endswith, contains, cased, all and neq only.",
            ItemKind.Order or ItemKind.DatePart when pads || Cased || Transforms.Count > 0 || Expand => "numbers and parts of dates go with all and neq only.",
            ItemKind.Value when Transforms.Contains(ValueTransform.Windash) && Transforms.IndexOf(ValueTransform.Windash) > 0 => "'windash' must come before what encodes the value.",
            _ => null,
        };
    }
}
