using System.Runtime.CompilerServices;

namespace SocCollector.Formats;

/// <summary>Reads runs of ASCII digits and words of time.</summary>
internal static class Digits
{
    /// <summary>Whether the byte is a digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is(byte b) => (uint)(b - '0') <= 9;

    /// <summary>Reads exactly two digits; −1 when they are not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Two(ReadOnlySpan<byte> text, int at) =>
        at + 2 <= text.Length && Is(text[at]) && Is(text[at + 1]) ? ((text[at] - '0') * 10) + text[at + 1] - '0' : -1;

    /// <summary>Reads exactly four digits; −1 when they are not there.</summary>
    public static int Four(ReadOnlySpan<byte> text, int at)
    {
        int high = Two(text, at);
        int low = Two(text, at + 2);
        return high < 0 || low < 0 ? -1 : (high * 100) + low;
    }

    /// <summary>Reads one or two digits and moves behind them; −1 when there are none.</summary>
    public static int OneOrTwo(ReadOnlySpan<byte> text, ref int at)
    {
        if (at >= text.Length || !Is(text[at]))
            return -1;
        int value = text[at++] - '0';
        if (at < text.Length && Is(text[at]))
            value = (value * 10) + text[at++] - '0';
        return value;
    }

    /// <summary>Reads a number of up to 18 digits that is the whole text.</summary>
    public static bool TryAll(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length is 0 or > 18)
            return false;
        foreach (byte b in text)
        {
            if (!Is(b))
                return false;
            value = (value * 10) + b - '0';
        }

        return true;
    }

    /// <summary>Reads a month's English abbreviation; 0 when it is none.</summary>
    public static int Month(ReadOnlySpan<byte> text, int at)
    {
        if (at + 3 > text.Length)
            return 0;
        int word = ((text[at] | 0x20) << 16) | ((text[at + 1] | 0x20) << 8) | (text[at + 2] | 0x20);
        return word switch
        {
            ('j' << 16) | ('a' << 8) | 'n' => 1,
            ('f' << 16) | ('e' << 8) | 'b' => 2,
            ('m' << 16) | ('a' << 8) | 'r' => 3,
            ('a' << 16) | ('p' << 8) | 'r' => 4,
            ('m' << 16) | ('a' << 8) | 'y' => 5,
            ('j' << 16) | ('u' << 8) | 'n' => 6,
            ('j' << 16) | ('u' << 8) | 'l' => 7,
            ('a' << 16) | ('u' << 8) | 'g' => 8,
            ('s' << 16) | ('e' << 8) | 'p' => 9,
            ('o' << 16) | ('c' << 8) | 't' => 10,
            ('n' << 16) | ('o' << 8) | 'v' => 11,
            ('d' << 16) | ('e' << 8) | 'c' => 12,
            _ => 0,
        };
    }
}
