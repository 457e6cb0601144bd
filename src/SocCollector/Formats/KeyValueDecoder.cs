using System.Buffers;

namespace SocCollector.Formats;

/// <summary>
/// <c>key=value</c> pairs. Values may be quoted, with <c>\"</c> and <c>\\</c> inside; a repeated key is a list; what stands
/// before the first pair is <c>prefix</c>, and words without a value are passed over.
/// </summary>
internal sealed class KeyValueDecoder(byte pair = (byte)' ', byte assign = (byte)'=') : ContentDecoder
{
    private static readonly SearchValues<byte> NoKey = SearchValues.Create(" \t\"'{}()<>,;"u8);

    /// <inheritdoc/>
    public override bool IsOpen => true;

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields)
    {
        int pairs = 0;
        int pos = 0;
        while (pos < content.Length)
        {
            int equals = content[pos..].IndexOf(assign);
            if (equals < 0)
                break;
            equals += pos;
            int start = equals;
            while (start > pos && content[start - 1] != pair && !NoKey.Contains(content[start - 1]))
                start--;
            if (pairs == 0)
                Prefix(content[..start], at, fields);
            ReadOnlySpan<byte> key = content[start..equals];
            pos = equals + 1;
            if (key.Length is 0 or > 128)
                continue;
            pairs++;
            pos = pos < content.Length && content[pos] == '"'
                ? Quoted(content, pos + 1, at, key, fields)
                : Bare(content, pos, at, key, fields);
        }

        return pairs == 0 ? "There is no key=value pair in the line." : null;
    }

    private static void Prefix(ReadOnlySpan<byte> text, int at, DecodedFields fields)
    {
        int length = text.TrimEnd((byte)' ').Length;
        if (length > 0)
            fields.Put("prefix"u8, at, length);
    }

    private static int Quoted(ReadOnlySpan<byte> content, int start, int at, ReadOnlySpan<byte> key, DecodedFields fields)
    {
        int end = start;
        bool escaped = false;
        while (end < content.Length && content[end] != '"')
        {
            if (content[end] == '\\' && end + 1 < content.Length && content[end + 1] is (byte)'"' or (byte)'\\')
            {
                escaped = true;
                end++;
            }

            end++;
        }

        ReadOnlySpan<byte> raw = content[start..end];
        if (escaped)
            Escapes.PutBackslash(key, raw, at + start, fields);
        else
            fields.Put(key, at + start, raw.Length);
        return Math.Min(end + 1, content.Length);
    }

    private int Bare(ReadOnlySpan<byte> content, int start, int at, ReadOnlySpan<byte> key, DecodedFields fields)
    {
        int stop = content[start..].IndexOf(pair);
        int end = stop < 0 ? content.Length : start + stop;
        int length = content[start..end].TrimEnd(" ,;"u8).Length;
        fields.Put(key, at + start, pair == ' ' ? length : end - start);
        return end;
    }
}
