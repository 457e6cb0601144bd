using System.Globalization;
using SocCore.Time;

namespace SocHost.Commands;

/// <summary>Times as people write them in an option: RFC 3339, <c>now</c>, or <c>now-24h</c>.</summary>
internal static class TimeWords
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Reads the option's words.</summary>
    /// <exception cref="CommandException">They are no time.</exception>
    public static DateTimeOffset Read(string option, string text)
    {
        TimeSpan back = TimeSpan.Zero;
        if (text == "now" || (text.StartsWith("now-", StringComparison.Ordinal) && Timespans.TryParse(text[4..], out back)))
            return TimeProvider.System.GetUtcNow() - back;
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
            return time;
        throw new CommandException($"--{option} '{text}' is no time; write now-24h or 2026-03-12T07:30:00Z", 64);
    }
}
