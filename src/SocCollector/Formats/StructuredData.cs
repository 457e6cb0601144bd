using System.Text;
using SocCore.Events;

namespace SocCollector.Formats;

/// <summary>
/// Structured data of RFC 5424 §6.3, read leniently: senders write values without quotes, elements without an id, and
/// blanks between elements.
/// </summary>
internal static class StructuredData
{
    private const int LongestPath = 256;

    /// <summary>Where the structured data that begins at <paramref name="at"/> ends, and whether it broke the rules.</summary>
    public static int End(ReadOnlySpan<byte> line, int at, out bool malformed)
    {
        malformed = false;
        while (at < line.Length && line[at] == '[')
        {
            int close = ElementEnd(line, at + 1);
            if (close < 0)
            {
                malformed = true;
                return at;
            }

            at = close + 1;
            // A blank and another element without an id ("[categoryId=0 …") go on; a message may begin with a bracket too.
            if (at + 2 < line.Length && line[at] == ' ' && line[at + 1] == '[' && StartsWithPair(line[(at + 2)..]) && ElementEnd(line, at + 2) > 0)
            {
                malformed = true;
                at++;
            }
        }

        return at;
    }

    /// <summary>Adds every parameter: as <c>log.syslog.structured_data.&lt;id&gt;.&lt;name&gt;</c>, and as <c>sd.&lt;name&gt;</c> for mappings that ask for it.</summary>
    public static void Read(ReadOnlySpan<byte> line, TextRange range, DecodedFields fields)
    {
        int at = range.Offset;
        int end = range.Offset + range.Length;
        Span<byte> path = stackalloc byte[LongestPath];
        ReadOnlySpan<byte> root = "log.syslog.structured_data."u8;
        root.CopyTo(path);
        while (at < end)
        {
            if (line[at] is (byte)'[' or (byte)' ' or (byte)']')
            {
                at++;
                continue;
            }

            int length = root.Length;
            int idEnd = at;
            while (idEnd < end && line[idEnd] is not ((byte)' ' or (byte)']' or (byte)'='))
                idEnd++;
            if (idEnd >= end || line[idEnd] != '=')
            {
                if (idEnd - at <= 64)
                {
                    line[at..idEnd].CopyTo(path[length..]);
                    length += idEnd - at;
                    path[length++] = (byte)'.';
                }

                at = idEnd;
            }

            ReadParameters(line, ref at, end, path, length, fields);
        }
    }

    private static void ReadParameters(ReadOnlySpan<byte> line, ref int at, int end, Span<byte> path, int prefix, DecodedFields fields)
    {
        while (at < end && line[at] != ']')
        {
            if (line[at] == ' ')
            {
                at++;
                continue;
            }

            int equals = line[at..end].IndexOfAny((byte)'=', (byte)' ', (byte)']');
            if (equals < 0 || line[at + equals] != '=')
            {
                at += Math.Max(1, equals);
                continue;
            }

            ReadOnlySpan<byte> name = line.Slice(at, equals);
            at += equals + 1;
            int start = at;
            bool quoted = at < end && line[at] == '"';
            bool escaped = false;
            if (quoted)
                at = QuoteEnd(line[..end], ++start, out escaped);
            else
                while (at < end && line[at] is not ((byte)' ' or (byte)']'))
                    at++;
            Add(name, line[start..at], start, escaped, path, prefix, fields);
            if (quoted && at < end)
                at++;
        }
    }

    private static void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> raw, int start, bool escaped, Span<byte> path, int prefix, DecodedFields fields)
    {
        if (name.Length > 64 || raw.Length == 0)
            return;
        name.CopyTo(path[prefix..]);
        EventBatchBuilder builder = fields.Builder;
        TextRange value = escaped ? Unescape(raw, builder) : new TextRange(fields.LineBase + start, raw.Length);
        if (Fields.TryIntern(path[..(prefix + name.Length)], out Field? field))
            builder.Add(field.Id, value, ValueKind.Text);
        if (!fields.Layout.ReadsParameters)
            return;
        Span<byte> key = stackalloc byte[name.Length + 3];
        "sd."u8.CopyTo(key);
        name.CopyTo(key[3..]);
        int slot = fields.Layout.Find(key);
        if (slot >= 0)
            fields.Set(slot, value, start, raw.Length);
    }

    /// <summary>Only <c>\"</c>, <c>\\</c> and <c>\]</c> are escapes; any other backslash stays with what follows it.</summary>
    private static TextRange Unescape(ReadOnlySpan<byte> raw, EventBatchBuilder builder)
    {
        Span<byte> room = builder.Reserve(raw.Length);
        int written = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\\' && i + 1 < raw.Length && raw[i + 1] is (byte)'"' or (byte)'\\' or (byte)']')
                i++;
            room[written++] = raw[i];
        }

        return builder.Advance(written);
    }

    private static int ElementEnd(ReadOnlySpan<byte> line, int at)
    {
        while (at < line.Length)
        {
            byte b = line[at];
            if (b == ']')
                return at;
            if (b == '"')
            {
                at = QuoteEnd(line, at + 1, out _);
                if (at >= line.Length)
                    return -1;
            }

            at++;
        }

        return -1;
    }

    private static int QuoteEnd(ReadOnlySpan<byte> line, int at, out bool escaped)
    {
        escaped = false;
        while (at < line.Length && line[at] != '"')
        {
            if (line[at] == '\\')
            {
                escaped = true;
                at++;
            }

            at++;
        }

        return Math.Min(at, line.Length);
    }

    private static bool StartsWithPair(ReadOnlySpan<byte> text)
    {
        int stop = text.IndexOfAny((byte)'=', (byte)' ', (byte)']');
        return stop > 0 && text[stop] == '=';
    }
}
