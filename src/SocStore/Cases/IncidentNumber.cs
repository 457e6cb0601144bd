using System.Globalization;

namespace SocStore.Cases;

/// <summary>INC-2026-000123: the year in the city's zone, then a count that starts anew each year.</summary>
internal static class IncidentNumber
{
    private static readonly TimeZoneInfo City = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");

    public static int YearOf(DateTimeOffset created) => TimeZoneInfo.ConvertTime(created, City).Year;

    public static string Format(int year, long count) =>
        string.Create(CultureInfo.InvariantCulture, $"INC-{year:D4}-{count:D6}");
}
