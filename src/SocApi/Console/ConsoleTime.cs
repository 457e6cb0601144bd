using System.Globalization;
using Microsoft.Extensions.Options;

namespace SocApi.Console;

/// <summary>Times as the city writes them: day first, on the city's clock, whatever the browser's zone; and how long something took.</summary>
internal sealed class ConsoleTime(IOptions<ConsoleOptions> options, ConsoleText text, TimeProvider clock)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    /// <summary>The time now.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The zone's offset now, as in <c>+07:00</c>.</summary>
    public string Offset => Local(Now).ToString("zzz", CultureInfo.InvariantCulture);

    /// <summary>12/03/2026 09:00:00.</summary>
    public string Full(DateTimeOffset at) => Local(at).ToString("dd'/'MM'/'yyyy HH':'mm':'ss", CultureInfo.InvariantCulture);

    /// <summary>09:00:00.</summary>
    public string Clock(DateTimeOffset at) => Local(at).ToString("HH':'mm':'ss", CultureInfo.InvariantCulture);

    /// <summary>12/03/2026.</summary>
    public string Day(DateTimeOffset at) => Local(at).ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);

    /// <summary>09:00.</summary>
    public string Minute(DateTimeOffset at) => Local(at).ToString("HH':'mm", CultureInfo.InvariantCulture);

    /// <summary>2026-03-12 02:00:00.000 UTC, for comparing with other systems.</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy'-'MM'-'dd HH':'mm':'ss'.'fff 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>RFC 3339 for the <c>datetime</c> attribute.</summary>
    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>How long ago, in its two largest units.</summary>
    public string Ago(DateTimeOffset at) => at > Now.AddSeconds(1) ? text["Time.In", Span(at - Now)] : text["Time.Ago", Span(Now - at)];

    /// <summary>A span in its two largest units: 2 h 05 min.</summary>
    public string Span(TimeSpan span)
    {
        span = span.Duration();
        return span switch
        {
            { TotalSeconds: < 60 } => text["Time.Seconds", span.Seconds],
            { TotalMinutes: < 60 } => text["Time.Minutes", span.Minutes],
            { TotalHours: < 24 } => text["Time.Hours", (int)span.TotalHours, span.Minutes],
            _ => text["Time.Days", (int)span.TotalDays, span.Hours],
        };
    }

    /// <summary>What a person wrote by the city's clock.</summary>
    public DateTimeOffset FromLocal(DateTime written) => new(written, _zone.GetUtcOffset(written));

    /// <summary>A time on the city's clock.</summary>
    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone);
}
