namespace SocCollector.Formats;

/// <summary>IBM QRadar LEEF 1.0 (tab between pairs) and 2.0 (a delimiter in the header: a character, <c>x5E</c>, <c>0x5E</c>, or nothing for tab).</summary>
internal sealed class LeefDecoder : ContentDecoder
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = ["version", "vendor", "product", "device_version", "event_id"];

    /// <inheritdoc/>
    public override bool IsOpen => true;

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields)
    {
        int leef = content.IndexOf("LEEF:"u8);
        if (leef < 0)
            return "The line has no LEEF: header.";
        int pos = leef + 5;
        while (pos < content.Length && content[pos] == ' ')
            pos++;
        bool second = content[pos..].StartsWith("2"u8);
        for (int i = 0; i < Names.Count; i++)
        {
            int pipe = content[pos..].IndexOf((byte)'|');
            if (pipe < 0)
                return "The LEEF header has fewer than five fields.";
            fields.Set(Slot.First + i, at + pos, pipe);
            pos += pipe + 1;
        }

        byte delimiter = (byte)'\t';
        if (second)
        {
            int pipe = content[pos..].IndexOf((byte)'|');
            // 2.0 without a delimiter field is written too: then the first pair stands here.
            if (pipe is >= 0 and <= 4 && content.Slice(pos, pipe).IndexOf((byte)'=') < 0)
            {
                delimiter = Delimiter(content.Slice(pos, pipe));
                pos += pipe + 1;
            }
        }

        Pairs(content, pos, at, delimiter, fields);
        return null;
    }

    private static void Pairs(ReadOnlySpan<byte> content, int pos, int at, byte delimiter, DecodedFields fields)
    {
        while (pos < content.Length)
        {
            int stop = content[pos..].IndexOf(delimiter);
            int end = stop < 0 ? content.Length : pos + stop;
            ReadOnlySpan<byte> pair = content[pos..end];
            int equals = pair.IndexOf((byte)'=');
            if (equals > 0)
                fields.Put(pair[..equals].Trim((byte)' '), at + pos + equals + 1, pair.Length - equals - 1);
            pos = end + 1;
        }
    }

    private static byte Delimiter(ReadOnlySpan<byte> text)
    {
        if (text.Length == 1)
            return text[0];
        ReadOnlySpan<byte> hex = text.StartsWith("0x"u8) ? text[2..] : text.StartsWith("x"u8) ? text[1..] : default;
        return hex.Length == 2 && Escapes.Hex(hex[0]) >= 0 && Escapes.Hex(hex[1]) >= 0
            ? (byte)((Escapes.Hex(hex[0]) << 4) | Escapes.Hex(hex[1]))
            : (byte)'\t';
    }
}
