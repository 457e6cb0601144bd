using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using SocCore.Conditions;
using SocCore.Events;

namespace SocCollector.Sources.Mapping;

/// <summary>
/// The schema gate: a value is added only in the form that its field's type wants, so that no store ever refuses a
/// document; what does not fit is kept below <c>city.unmapped</c>.
/// </summary>
internal static class Gate
{
    private static readonly ConcurrentDictionary<int, Field> Unmapped = new();

    /// <summary>Where a value that does not fit the field is kept.</summary>
    public static Field UnmappedOf(Field field) =>
        Unmapped.TryGetValue(field.Id, out Field? known) ? known : Unmapped.GetOrAdd(field.Id, static (_, f) => Fields.Get("city.unmapped." + f.Name), field);

    /// <summary>Adds the text as a value of the field; false when it did not fit.</summary>
    public static bool Write(MappingRun run, Field field, TextRange text, ValueKind kind)
    {
        EventBatchBuilder builder = run.Builder;
        switch (field.Type)
        {
            case FieldType.Keyword or FieldType.Text when field.IsDeclared || kind == ValueKind.Text:
                builder.Add(field.Id, text, ValueKind.Text);
                return true;
            case FieldType.Keyword or FieldType.Text:
                builder.Add(field.Id, text, kind);
                return true;
            case FieldType.Long when TryLong(builder, text, out long whole, out bool asWritten):
                if (asWritten)
                    builder.Add(field.Id, text, ValueKind.Integer);
                else
                    builder.AddInteger(field, whole);
                return true;
            case FieldType.Double when TryDouble(builder.TextOf(text), out double number):
                if (kind is ValueKind.Integer or ValueKind.Decimal)
                    builder.Add(field.Id, text, kind);
                else
                    builder.AddDouble(field, number);
                return true;
            case FieldType.Boolean when TryBoolean(builder.TextOf(text), out bool truth):
                builder.AddBoolean(field, truth);
                return true;
            case FieldType.Address when TryAddress(builder, text, out TextRange address):
                builder.Add(field.Id, address, ValueKind.Text);
                return true;
            case FieldType.Date when Formats.TimeFormat.Iso.TryRead(builder.TextOf(text), run.ReceivedAt, run.Source.Zone, out long ticks, out _):
                builder.AddTime(field, ticks);
                return true;
            case FieldType.GeoPoint when IsGeoPoint(builder.TextOf(text)):
                builder.Add(field.Id, text, ValueKind.Text);
                return true;
            case FieldType.Object when kind == ValueKind.Json:
                builder.Add(field.Id, text, ValueKind.Json);
                return true;
            default:
                run.Reject(field, text);
                return false;
        }
    }

    /// <summary>An address without brackets, zone or blanks.</summary>
    public static bool TryAddress(EventBatchBuilder builder, TextRange text, out TextRange address)
    {
        ReadOnlySpan<byte> span = builder.TextOf(text);
        int start = 0;
        int end = span.Length;
        while (start < end && span[start] is (byte)' ' or (byte)'[')
            start++;
        while (end > start && span[end - 1] is (byte)' ' or (byte)']')
            end--;
        int zone = span[start..end].IndexOf((byte)'%');
        if (zone > 0)
            end = start + zone;
        // An IPv4 address that a socket for both families shows mapped is that IPv4 address.
        if (span[start..end].StartsWith("::ffff:"u8) && span[start..end].IndexOf((byte)'.') > 0)
            start += 7;
        address = new TextRange(text.Offset + start, end - start);
        return Network.TryRead(span[start..end], out _);
    }

    /// <summary>Whether the text is a number, as logs write them.</summary>
    public static bool TryDouble(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text.Trim((byte)' '), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);

    /// <summary>Whether the text is latitude, comma, longitude.</summary>
    public static bool IsGeoPoint(ReadOnlySpan<byte> text)
    {
        int comma = text.IndexOf((byte)',');
        return comma > 0 && TryDouble(text[..comma], out double latitude) && TryDouble(text[(comma + 1)..], out double longitude)
            && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180;
    }

    private static bool TryLong(EventBatchBuilder builder, TextRange text, out long value, out bool asWritten)
    {
        ReadOnlySpan<byte> span = builder.TextOf(text);
        asWritten = Utf8Parser.TryParse(span, out value, out int used) && used == span.Length
            && (span[0] is not ((byte)'+' or (byte)'0') || span.Length == 1) && !span.StartsWith("-0"u8);
        if (asWritten)
            return true;
        // Leading zeros, a plus, blanks, or a fraction of zeros are still the number that was meant.
        return decimal.TryParse(span.Trim((byte)' '), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal number)
            && number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue && (value = (long)number) == number;
    }

    private static bool TryBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        value = text is [(byte)'1'] or [(byte)'T'] or [(byte)'t'] || System.Text.Ascii.EqualsIgnoreCase(text, "true"u8) || System.Text.Ascii.EqualsIgnoreCase(text, "yes"u8);
        return value || text is [(byte)'0'] or [(byte)'F'] or [(byte)'f'] || System.Text.Ascii.EqualsIgnoreCase(text, "false"u8) || System.Text.Ascii.EqualsIgnoreCase(text, "no"u8);
    }
}
