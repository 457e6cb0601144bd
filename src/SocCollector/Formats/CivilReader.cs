namespace SocCollector.Formats;

/// <summary>
/// Reads the times that logs write, from the front of a text; each method says how much it used. Fractions of a second may
/// have one to nine digits behind a point or comma and are cut to 100 ns.
/// </summary>
internal static class CivilReader
{
    /// <summary>RFC 3339 and its relatives: <c>2026-03-12T02:10:00.123+07:00</c>, with a blank, slashes, a comma, or no zone.</summary>
    public static bool TryIso(ReadOnlySpan<byte> text, out CivilTime time, out int used)
    {
        time = default;
        used = 0;
        if (text.Length < 16)
            return false;
        int year = Digits.Four(text, 0);
        byte mark = text[4];
        int month = Digits.Two(text, 5);
        int day = Digits.Two(text, 8);
        if (year < 0 || mark is not ((byte)'-' or (byte)'/') || text[7] != mark || month < 0 || day < 0)
            return false;
        if (text[10] is not ((byte)'T' or (byte)' ' or (byte)'t'))
            return false;
        int at = 11;
        if (!TryClock(text, ref at, out long ticks))
            return false;
        bool zoned = TryZone(text, ref at, out int offset);
        time = new CivilTime(year, month, day, ticks, zoned, offset);
        used = at;
        return year > 0 && time.IsDate;
    }

    /// <summary>RFC 3164 and its variants: <c>Jun  7 10:00:00</c>, zero-padded, with a year before or behind the clock, with a fraction.</summary>
    public static bool TrySyslog(ReadOnlySpan<byte> text, out CivilTime time, out int used)
    {
        time = default;
        used = 0;
        int month = Digits.Month(text, 0);
        if (month == 0 || text.Length < 12 || text[3] != ' ')
            return false;
        int at = 4;
        while (at < text.Length && text[at] == ' ')
            at++;
        int day = Digits.OneOrTwo(text, ref at);
        if (day < 1 || at >= text.Length || text[at] != ' ')
            return false;
        while (at < text.Length && text[at] == ' ')
            at++;
        int year = YearAt(text, at);
        if (year > 0)
        {
            at += 4;
            while (at < text.Length && text[at] == ' ')
                at++;
        }

        if (!TryClock(text, ref at, out long ticks))
            return false;
        if (year == 0 && at < text.Length && text[at] == ' ' && (year = YearAt(text, at + 1)) > 0)
            at += 5;
        int behind = at;
        bool zoned = TryZone(text, ref behind, out int offset);
        if (zoned)
            at = behind;
        time = new CivilTime(year, month, day, ticks, zoned, offset);
        used = at;
        return time.IsDate;
    }

    /// <summary>The common log format of web servers: <c>12/Mar/2026:09:14:02 +0700</c>.</summary>
    public static bool TryClf(ReadOnlySpan<byte> text, out CivilTime time, out int used)
    {
        time = default;
        used = 0;
        if (text.Length < 20 || text[2] != '/' || text[6] != '/' || text[11] != ':')
            return false;
        int day = Digits.Two(text, 0);
        int month = Digits.Month(text, 3);
        int year = Digits.Four(text, 7);
        int at = 12;
        if (day < 0 || month == 0 || year <= 0 || !TryClock(text, ref at, out long ticks))
            return false;
        bool zoned = TryZone(text, ref at, out int offset);
        time = new CivilTime(year, month, day, ticks, zoned, offset);
        used = at;
        return time.IsDate;
    }

    /// <summary>Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by the number of digits; seconds may have a fraction.</summary>
    public static bool TryEpoch(ReadOnlySpan<byte> text, out long utcTicks)
    {
        utcTicks = 0;
        int point = text.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? text : text[..point];
        if (whole.Length is 0 or > 19)
            return false;
        ulong value = 0;
        foreach (byte b in whole)
        {
            if (!Digits.Is(b))
                return false;
            value = (value * 10) + (ulong)(b - '0');
        }

        // 11 digits of seconds reach the year 5138, so up to 11 digits are seconds, up to 14 milliseconds, and so on.
        ulong ticks = whole.Length switch
        {
            <= 11 => value * TimeSpan.TicksPerSecond,
            <= 14 => value * TimeSpan.TicksPerMillisecond,
            <= 17 => value * 10,
            _ => value / 100,
        };
        if (point >= 0)
        {
            int at = point + 1;
            long fraction = Fraction(text, ref at);
            if (at != text.Length || whole.Length > 14)
                return false;
            ticks += (ulong)(whole.Length > 11 ? fraction / 1000 : fraction);
        }

        if (ticks > (ulong)(DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks))
            return false;
        utcTicks = DateTime.UnixEpoch.Ticks + (long)ticks;
        return true;
    }

    /// <summary>A zone: <c>Z</c>, <c>+07:00</c>, <c>+0700</c>, <c>+07</c>, <c>GMT+7</c>, <c>UTC</c>, with or without a blank before.</summary>
    public static bool TryZone(ReadOnlySpan<byte> text, ref int at, out int offsetMinutes)
    {
        offsetMinutes = 0;
        int i = at;
        if (i < text.Length && text[i] == ' ')
            i++;
        if (i >= text.Length)
            return false;
        if (text[i] is (byte)'Z' or (byte)'z')
            return Ends(text, i + 1, ref at);
        bool named = text[i..].StartsWith("GMT"u8) || text[i..].StartsWith("UTC"u8);
        if (named)
            i += 3;
        if (i >= text.Length || text[i] is not ((byte)'+' or (byte)'-'))
            return named && Ends(text, i, ref at);
        int sign = text[i++] == '-' ? -1 : 1;
        int digits = i;
        int hours = Digits.OneOrTwo(text, ref i);
        if (hours is < 0 or > 18 || (!named && i - digits < 2))
            return false;
        int minutes = 0;
        if (i < text.Length && text[i] == ':')
            i++;
        int two = Digits.Two(text, i);
        if (two >= 0)
        {
            minutes = two;
            i += 2;
        }

        if (minutes > 59 || !Ends(text, i, ref at))
            return false;
        offsetMinutes = sign * ((hours * 60) + minutes);
        return true;
    }

    /// <summary>Hours, minutes, and perhaps seconds with a fraction, as ticks since midnight.</summary>
    public static bool TryClock(ReadOnlySpan<byte> text, ref int at, out long ticks)
    {
        ticks = 0;
        int i = at;
        int hour = Digits.Two(text, i);
        if (hour is < 0 or > 24 || i + 2 >= text.Length || text[i + 2] != ':')
            return false;
        int minute = Digits.Two(text, i + 3);
        if (minute is < 0 or > 59)
            return false;
        i += 5;
        ticks = (((long)hour * 60) + minute) * TimeSpan.TicksPerMinute;
        if (i < text.Length && text[i] == ':')
        {
            int second = Digits.Two(text, i + 1);
            if (second is < 0 or > 60)
                return false;
            i += 3;
            ticks += second * TimeSpan.TicksPerSecond;
            if (i + 1 < text.Length && text[i] is (byte)'.' or (byte)',' && Digits.Is(text[i + 1]))
            {
                i++;
                ticks += Fraction(text, ref i);
            }
        }

        at = i;
        return ticks <= TimeSpan.TicksPerDay;
    }

    /// <summary>A fraction of a second in ticks; the digits beyond the seventh are passed over.</summary>
    public static long Fraction(ReadOnlySpan<byte> text, ref int at)
    {
        long value = 0;
        int scale = (int)TimeSpan.TicksPerSecond;
        int start = at;
        while (at < text.Length && at - start < 9 && Digits.Is(text[at]))
        {
            scale /= 10;
            value += (text[at++] - '0') * scale;
        }

        return value;
    }

    private static int YearAt(ReadOnlySpan<byte> text, int at)
    {
        int year = Digits.Four(text, at);
        // "10:00:00 2001:db8::1 app:" is a host, not a year.
        bool ends = at + 4 >= text.Length || text[at + 4] == ' ' || (text[at + 4] == ':' && (at + 5 >= text.Length || text[at + 5] == ' '));
        return year is >= 1970 and <= 2200 && ends ? year : 0;
    }

    private static bool Ends(ReadOnlySpan<byte> text, int next, ref int at)
    {
        if (next < text.Length && (Digits.Is(text[next]) || char.IsAsciiLetter((char)text[next])))
            return false;
        at = next;
        return true;
    }
}
