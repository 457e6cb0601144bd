using System.Globalization;

namespace SocHost.Simulation;

/// <summary>Times as the city's machines write them: Asia/Ho_Chi_Minh, which is UTC+7 all year.</summary>
internal static class CityTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    /// <summary>The city's local time.</summary>
    public static DateTimeOffset Local(DateTimeOffset time) => time.ToOffset(Offset);

    /// <summary>RFC 3164's time: month, day padded by a blank, local time without a zone.</summary>
    public static string Bsd(DateTimeOffset time)
    {
        DateTimeOffset local = Local(time);
        return string.Create(CultureInfo.InvariantCulture, $"{local:MMM} {local.Day,2} {local:HH:mm:ss}");
    }

    /// <summary>RFC 3339 with milliseconds and +07:00.</summary>
    public static string Rfc3339(DateTimeOffset time) =>
        Local(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    /// <summary>RFC 3339 in UTC with milliseconds and Z.</summary>
    public static string Rfc3339Utc(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>nginx's and Apache's time of a request.</summary>
    public static string Ncsa(DateTimeOffset time) =>
        Local(time).ToString("dd/MMM/yyyy:HH:mm:ss '+0700'", CultureInfo.InvariantCulture);

    /// <summary>Local date and time with milliseconds after the given mark, as Java and Python loggers write it.</summary>
    public static string Plain(DateTimeOffset time, char mark = '.') =>
        Local(time).ToString($"yyyy-MM-dd HH:mm:ss'{mark}'fff", CultureInfo.InvariantCulture);
}
