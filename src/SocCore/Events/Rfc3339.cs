namespace SocCore.Events;

/// <summary>Writes instants the one way in which they are stored: <c>2026-03-12T07:31:22.113Z</c>.</summary>
public static class Rfc3339
{
    /// <summary>The longest text that <see cref="Write"/> makes.</summary>
    public const int MaxLength = 28;

    /// <summary>Writes UTC ticks: milliseconds, and up to seven fraction digits where there are finer parts. Returns the length.</summary>
    public static int Write(long utcTicks, Span<byte> output)
    {
        DateTime time = new(utcTicks, DateTimeKind.Utc);
        time.GetDate(out int year, out int month, out int day);
        Two(output, year / 100);
        Two(output[2..], year % 100);
        output[4] = (byte)'-';
        Two(output[5..], month);
        output[7] = (byte)'-';
        Two(output[8..], day);
        output[10] = (byte)'T';
        long second = utcTicks / TimeSpan.TicksPerSecond % 86400;
        Two(output[11..], (int)(second / 3600));
        output[13] = (byte)':';
        Two(output[14..], (int)(second / 60 % 60));
        output[16] = (byte)':';
        Two(output[17..], (int)(second % 60));
        output[19] = (byte)'.';
        int fraction = (int)(utcTicks % TimeSpan.TicksPerSecond);
        int digits = 7;
        while (digits > 3 && fraction % 10 == 0)
        {
            fraction /= 10;
            digits--;
        }

        for (int i = 19 + digits; i > 19; i--)
        {
            output[i] = (byte)('0' + (fraction % 10));
            fraction /= 10;
        }

        output[20 + digits] = (byte)'Z';
        return 21 + digits;
    }

    /// <summary>The same as text.</summary>
    public static string Format(DateTimeOffset time)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        return System.Text.Encoding.ASCII.GetString(buffer[..Write(time.UtcTicks, buffer)]);
    }

    private static void Two(Span<byte> output, int value)
    {
        output[0] = (byte)('0' + (value / 10));
        output[1] = (byte)('0' + (value % 10));
    }

    private static void GetDate(this DateTime time, out int year, out int month, out int day)
    {
        DateOnly date = DateOnly.FromDateTime(time);
        date.Deconstruct(out year, out month, out day);
    }
}
