using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SocCore.Events;

/// <summary>One value of one field, as UTF-8 text and the way to read it; valid while its batch is held.</summary>
public readonly ref struct FieldValue(ReadOnlySpan<byte> utf8, ValueKind kind)
{
    /// <summary>The value as text.</summary>
    public ReadOnlySpan<byte> Utf8 { get; } = utf8;

    /// <summary>How to read the text.</summary>
    public ValueKind Kind { get; } = kind;

    /// <summary>The value as a whole number, if its text is one.</summary>
    public bool TryGetInteger(out long value) =>
        Utf8Parser.TryParse(Utf8, out value, out int used) && used == Utf8.Length && Utf8.Length > 0 && Utf8[0] != (byte)'+';

    /// <summary>The value as a decimal, if its text is a number that fits one.</summary>
    public bool TryGetDecimal(out decimal value)
    {
        if (decimal.TryParse(Utf8, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value))
            return true;
        value = 0;
        return false;
    }

    /// <summary>The value as a double, if its text is a number; the words that .NET reads (NaN, Infinity) are none.</summary>
    public bool TryGetDouble(out double value)
    {
        value = 0;
        return Utf8.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0
            && double.TryParse(Utf8, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Utf8);
}
