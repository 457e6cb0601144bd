using SocCore.Events;
using AsaEnd = SocCollector.Formats.CiscoAsaDecoder.AsaEnd;

namespace SocCollector.Formats;

/// <summary>The text of one ASA message, and what its shapes are made of.</summary>
internal readonly ref struct AsaText(ReadOnlySpan<byte> content, int start, int at, DecodedFields fields)
{
    private static readonly byte[][] Protocols = [.. ((string[])["TCP", "UDP", "ICMP", "ICMPv6", "IP", "GRE", "ESP", "AH", "IGMP", "SCTP"]).Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>The content, with the message's code before the text.</summary>
    public ReadOnlySpan<byte> Content { get; } = content;

    /// <summary>Sets a place.</summary>
    public void Set(int slot, TextRange range) => fields.Set(slot, at + range.Offset, range.Length);

    /// <summary>Whether the words are in the text.</summary>
    public bool Has(ReadOnlySpan<byte> words) => Content[start..].IndexOf(words) >= 0;

    /// <summary>The place behind the words; −1 when they are not there.</summary>
    public int Behind(ReadOnlySpan<byte> words)
    {
        int found = Content[start..].IndexOf(words);
        return found < 0 ? -1 : start + found + words.Length;
    }

    /// <summary>Sets what stands between two words.</summary>
    public bool Between(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int slot)
    {
        int from = Behind(before);
        int length = from < 0 ? -1 : Content[from..].IndexOf(after);
        if (length < 0)
            return false;
        Set(slot, new TextRange(from, length));
        return true;
    }

    /// <summary>Sets what stands behind a word, up to another or the end.</summary>
    public bool Rest(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int slot)
    {
        int from = Behind(before);
        if (from < 0)
            return false;
        int length = Content[from..].IndexOf(after);
        Set(slot, new TextRange(from, length < 0 ? Content.Length - from : length));
        return true;
    }

    /// <summary>Sets the word behind words.</summary>
    public bool Word(ReadOnlySpan<byte> before, int slot)
    {
        int from = Behind(before);
        if (from < 0)
            return false;
        Set(slot, new TextRange(from, WordLength(from)));
        return true;
    }

    /// <summary>Reads the address behind words as an end.</summary>
    public bool Address(ReadOnlySpan<byte> before, int end)
    {
        int from = Behind(before);
        while (from >= 0 && from < Content.Length && Content[from] == ' ')
            from++;
        return from >= 0 && End(end, from) > from;
    }

    /// <summary>Both ends: behind for, from or src, and behind to or dst.</summary>
    public bool Ends(int source, int destination, int from)
    {
        // "… for outside:192.0.2.1/80 to … TCP Reset from inside" and "… interface for TCP from outside:192.0.2.1/80 to …":
        // "for" counts where an end stands behind it.
        int first = First(from, " for "u8, " for "u8, " for "u8);
        if (first < 0 || Content.Slice(first, WordLength(first)).IndexOfAny((byte)':', (byte)'/') < 0)
            first = First(from, " from "u8, " src "u8, " src "u8);
        if (first < 0 && from > 0)
        {
            // The cursor may stand right before the word.
            ReadOnlySpan<byte> left = Content[from..];
            first = left.StartsWith("for "u8) || left.StartsWith("src "u8) ? from + 4 : left.StartsWith("from "u8) ? from + 5 : -1;
        }

        if (first < 0)
            return false;
        int end = End(source, first);
        int second = First(end, " to "u8, " dst "u8, " dst "u8);
        if (second > 0)
            End(destination, second);
        return true;
    }

    /// <summary>ICMP's way: <c>faddr A/x gaddr B/y laddr C/z</c>: foreign, global (mapped) and local.</summary>
    public bool Faddr(int source, int destination, bool outbound)
    {
        int foreign = Behind("faddr "u8);
        int local = Behind("laddr "u8);
        if (foreign < 0 || local < 0)
            return false;
        End(outbound ? destination : source, foreign);
        End(outbound ? source : destination, local);
        int global = Behind("gaddr "u8);
        if (global > 0)
        {
            ReadOnlySpan<byte> text = Content[global..];
            int stop = text.IndexOfAny((byte)'/', (byte)' ');
            Set((outbound ? source : destination) + AsaEnd.Mapped, new TextRange(global, stop < 0 ? text.Length : stop));
        }

        return true;
    }

    /// <summary>ICMP type and code, in their three spellings.</summary>
    public void Icmp(int type, int code)
    {
        int from = Behind("type "u8);
        if (from < 0)
            from = Behind("type="u8);
        if (from < 0)
            return;
        Set(type, Number(from));
        int second = Behind("code "u8);
        if (second < 0)
            second = Behind("code="u8);
        if (second > 0)
            Set(code, Number(second));
    }

    /// <summary>The first word that is a protocol, or the number behind "protocol".</summary>
    public void ProtocolWord(int slot, int from)
    {
        int pos = from;
        while (pos < Content.Length)
        {
            int length = WordLength(pos);
            ReadOnlySpan<byte> word = Content.Slice(pos, length);
            foreach (byte[] protocol in Protocols)
            {
                if (System.Text.Ascii.EqualsIgnoreCase(word, protocol))
                {
                    Set(slot, new TextRange(pos, length));
                    return;
                }
            }

            pos += length + 1;
            if (word.SequenceEqual("protocol"u8))
            {
                Set(slot, Number(pos));
                return;
            }
        }
    }

    /// <summary>An end as access lists write it: <c>interface/address(port)</c>.</summary>
    public void Slashed(int from, int end)
    {
        ReadOnlySpan<byte> word = Content.Slice(from, WordLength(from));
        int slash = word.IndexOf((byte)'/');
        int bracket = word.IndexOf((byte)'(');
        if (slash < 0 || bracket < slash)
            return;
        Set(end + AsaEnd.Interface, new TextRange(from, slash));
        SetAddress(end, new TextRange(from + slash + 1, bracket - slash - 1));
        Set(end + AsaEnd.Port, Number(from + bracket + 1));
    }

    /// <summary>The server and the URL of an accessed page: <c>192.0.2.1:http://example.org/</c>.</summary>
    public void UrlBehind(ReadOnlySpan<byte> before, int end, int slot)
    {
        int from = Behind(before);
        int colon = from < 0 ? -1 : Content[from..].IndexOf((byte)':');
        if (colon <= 0)
            return;
        SetAddress(end, new TextRange(from, colon));
        Set(slot, new TextRange(from + colon + 1, Content.Length - from - colon - 1));
    }

    /// <summary>Reads <c>[interface:]address[/port][ (mapped/port)][(user)]</c>; returns where it ends.</summary>
    public int End(int end, int from)
    {
        int length = WordLength(from);
        ReadOnlySpan<byte> word = Content.Slice(from, length).TrimEnd(",."u8);
        int after = from + length;
        int begin = 0;
        if (word.Length > 1 && word[0] == '(' && word[^1] == ')')
        {
            begin = 1;
            word = word[..^1];
        }

        int bracket = word[begin..].IndexOfAny((byte)'(', (byte)'>');
        if (bracket >= 0)
        {
            if (word[begin + bracket] == '(')
                User(end, from + begin + bracket);
            word = word[..(begin + bracket)];
        }

        int slash = word.LastIndexOf((byte)'/');
        ReadOnlySpan<byte> host = slash < 0 ? word[begin..] : word[begin..slash];
        if (!CiscoAsaDecoder.IsAddress(host) && host.IndexOf((byte)':') is > 0 and int colon)
        {
            Set(end + AsaEnd.Interface, new TextRange(from + begin, colon));
            begin += colon + 1;
        }

        int stop = slash < 0 ? word.Length : slash;
        if (stop > begin)
            SetAddress(end, new TextRange(from + begin, stop - begin));
        if (slash >= 0)
            Set(end + AsaEnd.Port, Number(from + slash + 1));
        return Mapped(end, after);
    }

    private int Mapped(int end, int after)
    {
        ReadOnlySpan<byte> left = Content[Math.Min(after, Content.Length)..];
        if (!left.StartsWith(" ("u8))
            return after;
        int close = left.IndexOf((byte)')');
        int slash = close < 0 ? -1 : left[..close].LastIndexOf((byte)'/');
        if (slash < 0 || !CiscoAsaDecoder.IsAddress(left[2..slash]))
            return after;
        Set(end + AsaEnd.Mapped, new TextRange(after + 2, slash - 2));
        Set(end + AsaEnd.MappedPort, new TextRange(after + slash + 1, close - slash - 1));
        int behind = after + close + 1;
        if (behind < Content.Length && Content[behind] == '(')
            User(end, behind);
        return behind;
    }

    private void User(int end, int bracket)
    {
        int close = Content[bracket..].IndexOf((byte)')');
        ReadOnlySpan<byte> user = close < 0 ? default : Content.Slice(bracket + 1, close - 1);
        // "(type 8, code 0)" and "(192.0.2.1/80)" stand in brackets too.
        if (user.Length > 0 && user.IndexOfAny((byte)' ', (byte)'/') < 0)
            Set(end + AsaEnd.User, new TextRange(bracket + 1, close - 1));
    }

    private void SetAddress(int end, TextRange range) =>
        Set(end + (CiscoAsaDecoder.IsAddress(Content.Slice(range.Offset, range.Length)) ? AsaEnd.Address : AsaEnd.Name), range);

    private int First(int from, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c)
    {
        ReadOnlySpan<byte> left = Content[Math.Min(from, Content.Length)..];
        int best = -1;
        Nearest(left, a, ref best);
        Nearest(left, b, ref best);
        Nearest(left, c, ref best);
        return best < 0 ? -1 : from + best;
    }

    private static void Nearest(ReadOnlySpan<byte> left, ReadOnlySpan<byte> word, ref int best)
    {
        int found = left.IndexOf(word);
        if (found >= 0 && (best < 0 || found + word.Length < best))
            best = found + word.Length;
    }

    private TextRange Number(int from)
    {
        int length = 0;
        while (from + length < Content.Length && Digits.Is(Content[from + length]))
            length++;
        return new TextRange(Math.Min(from, Content.Length), length);
    }

    private int WordLength(int from)
    {
        int stop = Content[Math.Min(from, Content.Length)..].IndexOf((byte)' ');
        return stop < 0 ? Math.Max(0, Content.Length - from) : stop;
    }
}
