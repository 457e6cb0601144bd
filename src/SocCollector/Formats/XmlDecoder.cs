using System.Buffers;
using System.Text;

namespace SocCollector.Formats;

/// <summary>
/// One XML document, each text and attribute by its dotted path below the root: <c>Event.Code</c>, <c>Event.@id</c>.
/// Namespace prefixes are dropped. There are no document types and no entities but the five of XML and numbers: a line
/// with a DOCTYPE is refused.
/// </summary>
internal sealed class XmlDecoder : ContentDecoder
{
    private const int LongestPath = 256;
    private const int DeepestNesting = 32;

    /// <inheritdoc/>
    public override bool IsOpen => true;

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields)
    {
        Span<byte> path = stackalloc byte[LongestPath];
        Span<int> lengths = stackalloc int[DeepestNesting];
        int depth = 0;
        int pos = content.IndexOf((byte)'<');
        if (pos < 0)
            return "The line is no XML.";
        bool any = false;
        while (pos < content.Length)
        {
            int open = content[pos..].IndexOf((byte)'<');
            if (depth > 0)
                PutText(content, pos, open < 0 ? content.Length : pos + open, at, path[..lengths[depth - 1]], fields);
            if (open < 0)
                break;
            pos += open + 1;
            int close = content[pos..].IndexOf((byte)'>');
            if (close < 0)
                return "The XML is cut inside a tag.";
            ReadOnlySpan<byte> tag = content.Slice(pos, close);
            int tagAt = pos;
            pos += close + 1;
            if (tag.StartsWith("!DOCTYPE"u8))
                return "The XML has a document type, which is not read.";
            if (tag.Length == 0 || tag[0] is (byte)'?' or (byte)'!')
                continue;
            if (tag[0] == '/')
            {
                if (--depth < 0)
                    return "The XML closes a tag that it did not open.";
                continue;
            }

            if (depth == DeepestNesting)
                return "The XML is nested too deeply.";
            bool empty = tag[^1] == '/';
            lengths[depth] = Enter(empty ? tag[..^1] : tag, tagAt, at, depth == 0 ? -1 : lengths[depth - 1], path, fields);
            any = true;
            if (!empty)
                depth++;
        }

        return !any ? "The line is no XML." : depth > 0 ? "The XML ends before its root does." : null;
    }

    /// <summary>Reads a start tag; returns the length of its path. The root has an empty one.</summary>
    private static int Enter(ReadOnlySpan<byte> tag, int tagAt, int at, int parent, Span<byte> path, DecodedFields fields)
    {
        int end = tag.IndexOfAny(" \t\r\n"u8);
        ReadOnlySpan<byte> name = Local(end < 0 ? tag : tag[..end]);
        int length = parent < 0 ? 0 : Append(path, parent, name);
        int pos = end < 0 ? tag.Length : end;
        while (pos < tag.Length)
        {
            int equals = tag[pos..].IndexOf((byte)'=');
            if (equals < 0)
                break;
            ReadOnlySpan<byte> attribute = Local(tag.Slice(pos, equals).Trim(" \t\r\n"u8));
            pos += equals + 1;
            while (pos < tag.Length && tag[pos] == ' ')
                pos++;
            if (pos >= tag.Length || tag[pos] is not ((byte)'"' or (byte)'\''))
                break;
            int stop = tag[(pos + 1)..].IndexOf(tag[pos]);
            if (stop < 0)
                break;
            int attributeLength = AppendAttribute(path, length, attribute);
            Put(tag.Slice(pos + 1, stop), at + tagAt + pos + 1, path[..attributeLength], fields);
            pos += stop + 2;
        }

        return length;
    }

    private static int AppendAttribute(Span<byte> path, int length, ReadOnlySpan<byte> attribute)
    {
        if (length + attribute.Length + 2 > path.Length)
            return length;
        if (length > 0)
            path[length++] = (byte)'.';
        path[length++] = (byte)'@';
        attribute.CopyTo(path[length..]);
        return length + attribute.Length;
    }

    private static int Append(Span<byte> path, int length, ReadOnlySpan<byte> name)
    {
        if (length + name.Length + 1 > path.Length)
            return length;
        if (length > 0)
            path[length++] = (byte)'.';
        name.CopyTo(path[length..]);
        return length + name.Length;
    }

    private static void PutText(ReadOnlySpan<byte> content, int start, int end, int at, ReadOnlySpan<byte> path, DecodedFields fields)
    {
        ReadOnlySpan<byte> text = content[start..end];
        int blanks = text.Length - text.TrimStart(" \t\r\n"u8).Length;
        text = text.Trim(" \t\r\n"u8);
        if (text.Length > 0 && path.Length > 0)
            Put(text, at + start + blanks, path, fields);
    }

    private static void Put(ReadOnlySpan<byte> raw, int offset, ReadOnlySpan<byte> path, DecodedFields fields)
    {
        if (raw.IndexOf((byte)'&') < 0)
        {
            fields.Put(path, offset, raw.Length);
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(raw.Length + 4);
        fields.PutText(path, rented.AsSpan(0, Unescape(raw, rented)), offset, raw.Length);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static int Unescape(ReadOnlySpan<byte> raw, Span<byte> output)
    {
        int written = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            int semicolon = raw[i] == '&' ? raw[i..].IndexOf((byte)';') : -1;
            if (semicolon is < 2 or > 10 || !TryEntity(raw.Slice(i + 1, semicolon - 1), out Rune rune))
            {
                output[written++] = raw[i];
                continue;
            }

            written += rune.EncodeToUtf8(output[written..]);
            i += semicolon;
        }

        return written;
    }

    private static bool TryEntity(ReadOnlySpan<byte> name, out Rune rune)
    {
        rune = name switch
        {
            [(byte)'l', (byte)'t'] => new Rune('<'),
            [(byte)'g', (byte)'t'] => new Rune('>'),
            [(byte)'a', (byte)'m', (byte)'p'] => new Rune('&'),
            [(byte)'q', (byte)'u', (byte)'o', (byte)'t'] => new Rune('"'),
            [(byte)'a', (byte)'p', (byte)'o', (byte)'s'] => new Rune('\''),
            _ => default,
        };
        if (rune.Value != 0)
            return true;
        if (name[0] != '#' || name.Length < 2)
            return false;
        bool hex = name[1] == 'x';
        int value = 0;
        foreach (byte b in name[(hex ? 2 : 1)..])
        {
            int digit = Escapes.Hex(b);
            if (digit < 0 || (!hex && digit > 9))
                return false;
            value = (value * (hex ? 16 : 10)) + digit;
        }

        return value > 0 && Rune.TryCreate(value, out rune);
    }

    private static ReadOnlySpan<byte> Local(ReadOnlySpan<byte> name) => name[(name.IndexOf((byte)':') + 1)..];
}
