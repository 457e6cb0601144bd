using System.Globalization;

namespace SocCore.Time;

/// <summary>Reads durations as people write them in rules and settings: <c>90s</c>, <c>5m</c>, <c>2h</c>, <c>1d</c>.</summary>
public static class Timespans
{
    /// <summary>
    /// Reads a number and a unit: s, m, h, d as in Sigma, ms for settings, and what pySigma adds: w, M (2,629,746 s), y (31,556,952 s).
    /// </summary>
    public static bool TryParse(string? text, out TimeSpan span)
    {
        span = default;
        if (string.IsNullOrEmpty(text))
            return false;
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        if (digits is 0 or > 12 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out long count))
            return false;
        long milliseconds = text[digits..] switch
        {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            "w" => 604_800_000,
            "M" => 2_629_746_000,
            "y" => 31_556_952_000,
            _ => 0,
        };
        if (milliseconds == 0 || count > long.MaxValue / TimeSpan.TicksPerMillisecond / milliseconds)
            return false;
        span = TimeSpan.FromTicks(count * milliseconds * TimeSpan.TicksPerMillisecond);
        return true;
    }
}
