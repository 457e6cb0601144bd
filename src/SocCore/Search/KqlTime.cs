using System.Globalization;
using SocCore.Time;

namespace SocCore.Search;

/// <summary>Reads times in queries: a day in the city's time, an RFC 3339 instant, <c>now</c>, <c>now-24h</c>, <c>now/d</c>, <c>now-7d/d</c>.</summary>
internal sealed class KqlTime(DateTimeOffset now)
{
    /// <summary>The city's zone has had no daylight saving since 1975, so days are 24 hours.</summary>
    private static readonly TimeSpan CityOffset = TimeSpan.FromHours(7);

    public bool TryRead(string text, out KqlMoment moment)
    {
        moment = default;
        if (text.StartsWith("now", StringComparison.OrdinalIgnoreCase))
            return TryRelative(text[3..], out moment);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
        {
            if (day.Year is < 1900 or > 9000)
                return false;
            DateTimeOffset start = new(day.ToDateTime(TimeOnly.MinValue), CityOffset);
            moment = new KqlMoment(start, start.AddDays(1));
            return true;
        }

        if (text.Length < 16 || text[10] is not ('T' or 't' or ' ') || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset instant))
            return false;
        // Without an offset it is meant as the city's clock shows it, whatever the machine's zone is.
        bool hasOffset = text[^1] is 'Z' or 'z' || text.AsSpan(11).ContainsAny('+', '-');
        moment = new KqlMoment(hasOffset ? instant : new DateTimeOffset(instant.DateTime, CityOffset), null);
        return true;
    }

    private bool TryRelative(string rest, out KqlMoment moment)
    {
        moment = default;
        DateTimeOffset instant = now;
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string shift = slash < 0 ? rest : rest[..slash];
        if (shift.Length > 0)
        {
            if (shift[0] is not ('+' or '-') || !Timespans.TryParse(shift[1..], out TimeSpan span) || span > TimeSpan.FromDays(36_500))
                return false;
            instant = shift[0] == '-' ? instant - span : instant + span;
        }

        if (slash < 0)
        {
            moment = new KqlMoment(instant, null);
            return true;
        }

        DateTimeOffset local = instant.ToOffset(CityOffset);
        DateTimeOffset midnight = new(local.Date, CityOffset);
        switch (rest[(slash + 1)..])
        {
            case "d":
                moment = new KqlMoment(midnight, midnight.AddDays(1));
                return true;
            case "h":
                DateTimeOffset hour = midnight.AddHours(local.Hour);
                moment = new KqlMoment(hour, hour.AddHours(1));
                return true;
            default:
                return false;
        }
    }
}
