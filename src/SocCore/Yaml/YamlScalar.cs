using System.Globalization;

namespace SocCore.Yaml;

/// <summary>
/// A scalar, resolved by YAML 1.2's core types only: unquoted <c>yes</c>, <c>no</c>, <c>on</c>, <c>off</c> and dates are
/// text, leading zeros do not mean octal, <c>~</c> and empty are null.
/// </summary>
public sealed record YamlScalar(YamlPosition Position, string Text, YamlScalarType Type) : YamlNode(Position)
{
    /// <inheritdoc/>
    public override string Kind => Type switch
    {
        YamlScalarType.Null => "null",
        YamlScalarType.Boolean => "a boolean",
        YamlScalarType.Integer or YamlScalarType.Float => "a number",
        _ => "a text",
    };

    /// <summary>Whether it is null.</summary>
    public bool IsNull => Type == YamlScalarType.Null;

    /// <summary>The truth value.</summary>
    public bool Boolean => Type == YamlScalarType.Boolean && Text.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The number, for integers and floats that fit a decimal.</summary>
    public bool TryGetDecimal(out decimal value)
    {
        value = 0;
        if (Type == YamlScalarType.Integer && Text.StartsWith("0x", StringComparison.Ordinal))
        {
            bool ok = ulong.TryParse(Text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong hex);
            value = hex;
            return ok;
        }

        return Type is YamlScalarType.Integer or YamlScalarType.Float && decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
