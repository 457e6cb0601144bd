namespace SocCollector.Formats;

/// <summary>
/// What the Linux kernel logs of a packet (iptables, nftables, ufw): a prefix, which may stick to <c>IN=</c>, pairs, and
/// flags without a value. An ICMP error repeats all keys in brackets for the packet that it is about: those are not read.
/// </summary>
internal sealed class NetfilterDecoder : ContentDecoder
{
    private static readonly string[] Keys =
        ["IN", "OUT", "MAC", "SRC", "DST", "LEN", "TOS", "PREC", "TTL", "ID", "PROTO", "SPT", "DPT", "WINDOW", "TYPE", "CODE", "PHYSIN", "PHYSOUT", "UID", "GID", "MARK", "HOPLIMIT"];

    private static readonly byte[][] Utf8Keys = Array.ConvertAll(Keys, System.Text.Encoding.ASCII.GetBytes);
    private static readonly byte[][] Flagged = [.. ((string[])["DF", "MF", "CE", "SYN", "ACK", "FIN", "RST", "PSH", "URG", "ECE", "CWR"]).Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly int Prefix = Slot.First + Keys.Length;
    private static readonly int Flags = Prefix + 1;
    private static readonly int SourceMac = Prefix + 2;
    private static readonly int DestinationMac = Prefix + 3;
    private static readonly int Action = Prefix + 4;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [.. Keys, "prefix", "flags", "mac_source", "mac_destination", "action"];

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> content, int at, DecodedFields fields)
    {
        int begin = content.IndexOf("IN="u8);
        if (begin < 0)
            return "The line has no IN=, as packets that the kernel logs have.";
        ReadPrefix(content[..begin], at, fields);
        Cursor cursor = new(content) { Position = begin };
        while (!cursor.AtEnd)
        {
            cursor.SkipBlanks();
            if (!cursor.AtEnd && cursor.Left[0] == '[')
                break;
            int from = cursor.Position;
            ReadOnlySpan<byte> word = cursor.Of(cursor.Word());
            int equals = word.IndexOf((byte)'=');
            if (equals > 0)
                ReadPair(word[..equals], from + equals + 1, word.Length - equals - 1, at, fields);
            else if (IsFlag(word))
                fields.Set(Flags, at + from, word.Length);
        }

        return null;
    }

    private static void ReadPair(ReadOnlySpan<byte> key, int from, int length, int at, DecodedFields fields)
    {
        for (int i = 0; i < Utf8Keys.Length; i++)
        {
            if (!key.SequenceEqual(Utf8Keys[i]))
                continue;
            // LEN and ID stand twice, once for IP and once for UDP or ICMP: the first is the packet's.
            if (!fields.Has(Slot.First + i))
                fields.Set(Slot.First + i, at + from, length);
            break;
        }

        // Destination, source, type: 6 + 6 + 2 bytes as aa:bb:…
        if (length == 41 && key.SequenceEqual("MAC"u8))
        {
            fields.Set(DestinationMac, at + from, 17);
            fields.Set(SourceMac, at + from + 18, 17);
        }
    }

    private static void ReadPrefix(ReadOnlySpan<byte> prefix, int at, DecodedFields fields)
    {
        int from = 0;
        // The kernel's own clock, "[12345.678901]", is not part of the rule's prefix.
        if (prefix.Length > 2 && prefix[0] == '[' && (Digits.Is(prefix[1]) || prefix[1] == ' ') && prefix.IndexOf((byte)']') is > 0 and int close)
            from = close + 1;
        while (from < prefix.Length && prefix[from] == ' ')
            from++;
        ReadOnlySpan<byte> text = prefix[from..].TrimEnd(" :"u8);
        if (text.Length == 0)
            return;
        fields.Set(Prefix, at + from, text.Length);
        ReadOnlySpan<byte> action = Has(text, "drop"u8) || Has(text, "block"u8) || Has(text, "deny"u8) || Has(text, "denied"u8) ? "drop"u8
            : Has(text, "reject"u8) ? "reject"u8
            : Has(text, "accept"u8) || Has(text, "allow"u8) || Has(text, "permit"u8) ? "accept"u8
            : default;
        fields.SetText(Action, action);
    }

    private static bool Has(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        for (int i = 0; i + word.Length <= text.Length; i++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(text.Slice(i, word.Length), word))
                return true;
        }

        return false;
    }

    private static bool IsFlag(ReadOnlySpan<byte> word)
    {
        foreach (byte[] flag in Flagged)
        {
            if (word.SequenceEqual(flag))
                return true;
        }

        return false;
    }
}
