using System.Globalization;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Yaml;

namespace SocDetect.Sigma;

/// <summary>Makes conditions of search identifiers: maps are AND, lists are OR, bare values are keywords.</summary>
internal sealed class DetectionCompiler(RuleContext context)
{
    private readonly ProblemList _problems = context.Problems;

    /// <summary>The condition under one identifier; null when a problem was reported.</summary>
    public Condition? Compile(string identifier, YamlNode node)
    {
        switch (node)
        {
            case YamlMap { Entries.Count: 0 } or YamlList { Items.Count: 0 }:
                _problems.Error(node.Position, $"'{identifier}' is empty; write what it selects, or remove it.");
                return null;
            case YamlMap map:
                return Join([.. map.Entries.Select(Item)], all: true);
            case YamlList list:
                return Join([.. list.Items.Select(i => Compile(identifier, i))], all: false);
            default:
                return Keyword(identifier, node);
        }
    }

    private static Condition? Join(List<Condition?> parts, bool all)
    {
        if (parts.Contains(null))
            return null;
        return parts.Count == 1 ? parts[0] : all ? new All([.. parts!]) : new Any([.. parts!]);
    }

    private KeywordLeaf? Keyword(string identifier, YamlNode node)
    {
        YamlScalar scalar = (YamlScalar)node;
        if (scalar.IsNull || scalar.Text.Length == 0)
        {
            _problems.Error(scalar.Position, $"'{identifier}' has an empty keyword, which every event would meet; write a text.");
            return null;
        }

        return new KeywordLeaf(TextPattern.Parse(scalar.Text).Padded(true, true));
    }

    private Condition? Item(YamlEntry entry)
    {
        if (ItemKey.Parse(entry, _problems) is not { } key)
            return null;
        IReadOnlyList<YamlNode> nodes = entry.Value is YamlList list ? list.Items : [entry.Value];
        if (nodes.Count == 0)
        {
            _problems.Error(entry.Value.Position, $"'{entry.Key}' has an empty list; write its values, or null.");
            return null;
        }

        if (key.All && nodes.Count == 1)
            _problems.Warn(entry.Position, $"'{entry.Key}': 'all' on a single value does nothing; remove it.");
        FieldRef? field = key.IsKeyword ? null : context.Field(key.Field, entry.Position);
        List<Condition?> values = [];
        foreach (YamlNode node in nodes)
        {
            if (node is not YamlScalar scalar)
                Refuse(node.Position, entry, $"a value must be a text, a number, a boolean or null, not {node.Kind}.");
            else if (scalar.IsNull && nodes.Count > 1)
                Refuse(node.Position, entry, "null inside a list is not allowed; write a second item and join the two in the condition.");
            else
                values.Add(Guarded(entry, key, field, scalar));
        }

        if (values.Count < nodes.Count || Join(values, key.All) is not { } item)
            return null;
        return key.Negated ? new Not(item) : item;
    }

    private void Refuse(YamlPosition at, YamlEntry entry, string message) => _problems.Error(at, $"'{entry.Key}': {message}");

    private Condition? Guarded(YamlEntry entry, ItemKey key, FieldRef? field, YamlScalar scalar)
    {
        try
        {
            return Value(entry, key, field, scalar);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            Refuse(scalar.Position, entry, e.Message);
            return null;
        }
    }

    private Condition Value(YamlEntry entry, ItemKey key, FieldRef? field, YamlScalar scalar)
    {
        if (key.IsKeyword)
            return KeywordItem(key, scalar);
        switch (key.Kind)
        {
            case ItemKind.Exists:
                if (scalar.Type != YamlScalarType.Boolean)
                    throw new FormatException($"'exists' takes true or false, not '{scalar.Text}'.");
                return scalar.Boolean ? new ExistsLeaf(field!) : new Not(new ExistsLeaf(field!));
            case ItemKind.FieldReference:
                return FieldReference(key, field!, scalar);
            case ItemKind.Order:
                return new NumberLeaf(field!, key.Comparison, Number(scalar));
            case ItemKind.DatePart:
                decimal part = Number(scalar);
                if (part != Math.Truncate(part) || part is < 0 or > 9999)
                    throw new FormatException($"a part of a date is a whole number, not '{scalar.Text}'.");
                return new TimePartLeaf(field!, key.Part, key.Comparison, (int)part, context.Zone);
            case ItemKind.Network:
                return Alternatives(key, scalar, text => new AddressLeaf(field!, Network.Parse(text)));
            case ItemKind.Regex:
                return Alternatives(key, scalar, text => Regex(entry, key, field!, text, scalar.Position));
            default:
                return Plain(key, field!, scalar);
        }
    }

    private Condition Plain(ItemKey key, FieldRef field, YamlScalar scalar)
    {
        if (scalar.IsNull)
            return new Not(new ExistsLeaf(field));
        bool bare = !key.PadBefore && !key.PadBehind && !key.Cased && !key.Expand && key.Transforms.Count == 0;
        if (bare && scalar.TryGetDecimal(out decimal number))
            return new NumberLeaf(field, Comparison.Equal, number);
        return Alternatives(key, scalar, text => Text(key, text, (p, cased) => new TextLeaf(field, p, cased)));
    }

    private Condition KeywordItem(ItemKey key, YamlScalar scalar)
    {
        if (scalar.IsNull || scalar.Text.Length == 0)
            throw new FormatException("an empty keyword would be met by every event; write a text.");
        return Alternatives(key, scalar, text => Text(key, text, static (p, cased) => new KeywordLeaf(p.Padded(true, true), cased)));
    }

    /// <summary>What one written value expands to stays a group of alternatives, also under <c>all</c>.</summary>
    private Condition Alternatives(ItemKey key, YamlScalar scalar, Func<string, Condition> leaf)
    {
        if (scalar.IsNull)
            throw new FormatException("null does not go with these modifiers; write a value.");
        if (!key.Expand)
            return leaf(scalar.Text);
        IReadOnlyList<string> values = Placeholders.Expand(scalar.Text, context.Lists);
        return values.Count == 1 ? leaf(values[0]) : new Any([.. values.Select(leaf)]);
    }

    private static Condition Text(ItemKey key, string text, Func<TextPattern, bool, Condition> leaf)
    {
        TextPattern pattern = TextPattern.Parse(text);
        IEnumerable<ValueTransform> encodings = key.Transforms;
        if (key.Transforms.Count > 0 && key.Transforms[0] == ValueTransform.Windash)
        {
            pattern = Windash.Apply(pattern);
            encodings = key.Transforms.Skip(1);
        }

        if (!encodings.Any())
            return leaf(pattern.Padded(key.PadBefore, key.PadBehind), key.Cased);
        if (!pattern.IsLiteral)
            throw new FormatException($"'{text}' has a wildcard or a dash that stands for several; such a value cannot be encoded.");
        if (pattern.Literal.Length == 0)
            throw new FormatException("an empty value cannot be encoded.");
        // Base64 distinguishes case; text that was only widened keeps the meaning of text.
        bool cased = key.Cased || encodings.Any(static e => e is ValueTransform.Base64 or ValueTransform.Base64Offset);
        List<Condition> forms = [.. ValueBytes.Encode(pattern.Literal, encodings)
            .Select(f => leaf(TextPattern.Exactly(f).Padded(key.PadBefore, key.PadBehind), cased))];
        return forms.Count switch
        {
            0 => throw new FormatException($"'{text}' is too short for base64offset."),
            1 => forms[0],
            _ => new Any(forms),
        };
    }

    private RegexLeaf Regex(YamlEntry entry, ItemKey key, FieldRef field, string pattern, YamlPosition at)
    {
        string normal = TextForm.ToNfc(pattern);
        if (RegexDialect.Foreign(normal, out bool inlineFlags) is { } foreign)
            throw new FormatException($"the regular expression '{pattern}' uses {foreign}, which not every engine has; rules have . ^ $ * + ? {{n,m}} [ ] | ( ) \\b \\B \\d \\D \\s \\S \\w \\W.");
        if (inlineFlags)
            _problems.Warn(at, $"'{entry.Key}': flags inside a regular expression are deprecated; write the modifier |re|i, |re|m or |re|s.");
        return new RegexLeaf(field, normal, key.Regex);
    }

    private SameAsLeaf FieldReference(ItemKey key, FieldRef field, YamlScalar scalar)
    {
        if (scalar.IsNull || scalar.Text.Length == 0 || scalar.Text.AsSpan().ContainsAny('*', '?'))
            throw new FormatException($"'fieldref' takes the name of a field without wildcards, not '{scalar.Text}'.");
        SameAsMode mode = (key.PadBefore, key.PadBehind) switch
        {
            (true, true) => SameAsMode.Contains,
            (false, true) => SameAsMode.StartsWith,
            (true, false) => SameAsMode.EndsWith,
            _ => SameAsMode.Equal,
        };
        return new SameAsLeaf(field, context.Field(scalar.Text, scalar.Position), mode, key.Cased);
    }

    private static decimal Number(YamlScalar scalar) =>
        scalar.TryGetDecimal(out decimal value)
            ? value
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{scalar.Text}' is no number; write it without quotes."));
}
