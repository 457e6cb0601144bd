using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SocCore.Events;

namespace SocCore.Conditions;

/// <summary>The verdict of each kind of leaf on one value: the one place where it is written, shared by every engine in memory.</summary>
public static class Leaf
{
    /// <summary>A text leaf on one value.</summary>
    public static bool Text(TextLeaf leaf, FieldValue value)
    {
        if (value.Kind == ValueKind.Decimal)
        {
            Span<byte> canonical = stackalloc byte[64];
            return leaf.Pattern.Matches(Canonical(value, canonical), leaf.Cased);
        }

        return leaf.Pattern.Matches(value.Utf8, leaf.Cased);
    }

    /// <summary>A number leaf on one value.</summary>
    public static bool Number(NumberLeaf leaf, FieldValue value)
    {
        if (value.Kind is ValueKind.Boolean or ValueKind.Json)
            return false;
        if (value.TryGetInteger(out long whole))
            return Holds(leaf.Comparison, ((decimal)whole).CompareTo(leaf.Value));
        if (value.TryGetDecimal(out decimal number))
            return Holds(leaf.Comparison, number.CompareTo(leaf.Value));
        return value.TryGetDouble(out double wide) && !double.IsNaN(wide) && Holds(leaf.Comparison, wide.CompareTo((double)leaf.Value));
    }

    /// <summary>A field reference on one pair of values.</summary>
    public static bool SameAs(SameAsLeaf leaf, FieldValue value, FieldValue other)
    {
        if (leaf.Cased)
            return Relates(leaf.Mode, value.Utf8, other.Utf8);
        byte[] a = ArrayPool<byte>.Shared.Rent(Fold.MaxLength(value.Utf8.Length));
        byte[] b = ArrayPool<byte>.Shared.Rent(Fold.MaxLength(other.Utf8.Length));
        bool verdict = Relates(leaf.Mode, a.AsSpan(0, Fold.Utf8(value.Utf8, a)), b.AsSpan(0, Fold.Utf8(other.Utf8, b)));
        ArrayPool<byte>.Shared.Return(a);
        ArrayPool<byte>.Shared.Return(b);
        return verdict;
    }

    /// <summary>A regular expression on one value.</summary>
    public static bool Regex(RegexLeaf leaf, FieldValue value)
    {
        int most = value.Utf8.Length;
        char[]? rented = most > 512 ? ArrayPool<char>.Shared.Rent(most) : null;
        Span<char> chars = rented ?? stackalloc char[512];
        bool verdict = leaf.IsFoundIn(chars[..Encoding.UTF8.GetChars(value.Utf8, chars)]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        return verdict;
    }

    /// <summary>A part of a date on one value.</summary>
    public static bool TimePart(TimePartLeaf leaf, FieldValue value)
    {
        if (!TryGetInstant(value, out DateTimeOffset instant))
            return false;
        DateTimeOffset local = TimeZoneInfo.ConvertTime(instant, leaf.Zone);
        int part = leaf.Part switch
        {
            Conditions.TimePart.Minute => local.Minute,
            Conditions.TimePart.Hour => local.Hour,
            Conditions.TimePart.Day => local.Day,
            Conditions.TimePart.Week => ISOWeek.GetWeekOfYear(local.DateTime),
            Conditions.TimePart.Month => local.Month,
            _ => local.Year,
        };
        return Holds(leaf.Comparison, part.CompareTo(leaf.Value));
    }

    /// <summary>An instant on one value.</summary>
    public static bool Instant(InstantLeaf leaf, FieldValue value) =>
        TryGetInstant(value, out DateTimeOffset instant) && Holds(leaf.Comparison, instant.CompareTo(leaf.Value));

    /// <summary>Reads an instant as it is stored (RFC 3339).</summary>
    public static bool TryGetInstant(FieldValue value, out DateTimeOffset instant)
    {
        instant = default;
        if (value.Utf8.Length is < 20 or > 40)
            return false;
        Span<char> chars = stackalloc char[40];
        int length = Encoding.UTF8.GetChars(value.Utf8, chars);
        return DateTimeOffset.TryParse(chars[..length], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
    }

    /// <summary>The text of a number in its canonical decimal form: no exponent, no trailing zeros.</summary>
    public static ReadOnlySpan<byte> Canonical(FieldValue value, Span<byte> buffer)
    {
        if (value.Kind != ValueKind.Decimal || !value.TryGetDecimal(out decimal number))
            return value.Utf8;
        return (number / 1.000000000000000000000000000000000m).TryFormat(buffer, out int written, default, CultureInfo.InvariantCulture)
            ? buffer[..written]
            : value.Utf8;
    }

    /// <summary>Whether an order of two values meets the comparison.</summary>
    public static bool Holds(Comparison comparison, int order) => comparison switch
    {
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        Comparison.GreaterOrEqual => order >= 0,
        _ => order == 0,
    };

    private static bool Relates(SameAsMode mode, ReadOnlySpan<byte> value, ReadOnlySpan<byte> other) => mode switch
    {
        SameAsMode.StartsWith => value.StartsWith(other),
        SameAsMode.EndsWith => value.EndsWith(other),
        SameAsMode.Contains => value.IndexOf(other) >= 0,
        _ => value.SequenceEqual(other),
    };
}
