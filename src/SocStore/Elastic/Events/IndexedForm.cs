using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Net;
using SocCore.Conditions;
using SocCore.Events;

namespace SocStore.Elastic.Events;

/// <summary>Whether an index holds a value as it is, and whether it takes it at all: what <see cref="Dsl.IndexedAs"/> promises, kept.</summary>
internal static class IndexedForm
{
    private const int LongestWord = 255;
    private static readonly SearchValues<byte> WordEnds = SearchValues.Create(" \t\r\n/()[]{}<>\"=&?|!#%*+^~"u8);

    /// <summary>Whether the value comes into the index as it is.</summary>
    public static bool Holds(EventFit fit, ValueKind kind, ReadOnlySpan<byte> text) => fit switch
    {
        _ when kind == ValueKind.Json => false,
        EventFit.Keyword => text.Length <= EventIndex.LongestTerm && (kind != ValueKind.Decimal || IsCanonicalDecimal(text)),
        EventFit.Text => !HasLongWord(text),
        EventFit.Long => kind is ValueKind.Integer or ValueKind.Text && IsCanonicalInteger(text),
        EventFit.Double => kind is ValueKind.Integer or ValueKind.Decimal && new FieldValue(text, kind).TryGetDouble(out double value) && double.IsFinite(value),
        EventFit.Boolean => IsTruth(text),
        EventFit.Date => kind == ValueKind.Text && IsCanonicalInstant(text),
        EventFit.Address => kind == ValueKind.Text && IsCanonicalAddress(text),
        _ => true,
    };

    /// <summary>
    /// Whether the document may have the value where it stands. Malformed numbers, dates and addresses may: the mapping
    /// ignores them (<c>ignore_malformed</c>), and people still see them in the document.
    /// </summary>
    public static bool MayStand(EventFit fit, ValueKind kind, ReadOnlySpan<byte> text) => fit switch
    {
        EventFit.Undeclared => true,
        EventFit.Displaced => false,
        _ when kind == ValueKind.Json => false,
        EventFit.Boolean => IsTruth(text),
        // Java's readers refuse numbers of more than a thousand digits, and coerce truth values nowhere.
        EventFit.Long or EventFit.Double => kind != ValueKind.Boolean && text.Length <= 100,
        EventFit.Geo => kind == ValueKind.Text && IsPlace(text),
        EventFit.Date or EventFit.Address => kind == ValueKind.Text,
        _ => true,
    };

    /// <summary>Whether a word may be longer than the 255 letters at which the standard analyzer cuts: what surely parts words is looked at.</summary>
    private static bool HasLongWord(ReadOnlySpan<byte> text)
    {
        while (text.Length > LongestWord)
        {
            int end = text[..(LongestWord + 1)].LastIndexOfAny(WordEnds);
            if (end < 0)
                return true;
            text = text[(end + 1)..];
        }

        return false;
    }

    private static bool IsTruth(ReadOnlySpan<byte> text) => text.SequenceEqual("true"u8) || text.SequenceEqual("false"u8);

    private static bool IsCanonicalDecimal(ReadOnlySpan<byte> text)
    {
        Span<byte> canonical = stackalloc byte[64];
        return Leaf.Canonical(new FieldValue(text, ValueKind.Decimal), canonical).SequenceEqual(text);
    }

    private static bool IsCanonicalInteger(ReadOnlySpan<byte> text)
    {
        if (!Utf8Parser.TryParse(text, out long value, out int used) || used != text.Length)
            return false;
        Span<byte> again = stackalloc byte[20];
        return value.TryFormat(again, out int written, default, CultureInfo.InvariantCulture) && again[..written].SequenceEqual(text);
    }

    private static bool IsCanonicalInstant(ReadOnlySpan<byte> text)
    {
        if (!Leaf.TryGetInstant(new FieldValue(text, ValueKind.Text), out DateTimeOffset instant))
            return false;
        Span<byte> again = stackalloc byte[Rfc3339.MaxLength];
        return again[..Rfc3339.Write(instant.UtcTicks, again)].SequenceEqual(text);
    }

    private static bool IsCanonicalAddress(ReadOnlySpan<byte> text)
    {
        if (!Network.TryRead(text, out UInt128 number))
            return false;
        if (text.IndexOf((byte)':') < 0)
            return true;
        if (number >> 32 == 0xffff)
            return false;
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        Span<byte> again = stackalloc byte[64];
        return new IPAddress(bytes).TryFormat(again, out int written) && again[..written].SequenceEqual(text);
    }

    /// <summary>Latitude and longitude with a comma between, each within its bounds.</summary>
    private static bool IsPlace(ReadOnlySpan<byte> text)
    {
        int comma = text.IndexOf((byte)',');
        return comma > 0
            && Utf8Parser.TryParse(text[..comma], out double latitude, out int used) && used == comma && Math.Abs(latitude) <= 90
            && Utf8Parser.TryParse(text[(comma + 1)..], out double longitude, out used) && used == text.Length - comma - 1 && Math.Abs(longitude) <= 180;
    }
}
