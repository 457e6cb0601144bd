using System.Diagnostics.CodeAnalysis;

namespace SocApi.Reports;

/// <summary>How reports are named in commands, settings and addresses, and which period each is about.</summary>
public static class ReportKinds
{
    private static readonly Dictionary<ReportKind, string> Names = new()
    {
        [ReportKind.DailyBrief] = "daily-brief",
        [ReportKind.WeeklyOperations] = "weekly-operations",
        [ReportKind.SourceCoverage] = "source-coverage",
        [ReportKind.AgencyMonth] = "agency-month",
    };

    /// <summary>All names, in the order of the reports.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<ReportKind>().Select(Name)];

    /// <summary>The name of a report.</summary>
    public static string Name(ReportKind kind) => Names[kind];

    /// <summary>Reads a name.</summary>
    public static bool TryRead(string? name, [NotNullWhen(true)] out ReportKind? kind)
    {
        kind = Names.Where(n => n.Value == name).Select(static n => (ReportKind?)n.Key).FirstOrDefault();
        return kind is not null;
    }

    /// <summary>
    /// The period of the report that is due at an instant: the 24 hours before it for the daily brief; else the last whole
    /// week (Monday to Sunday) or month on the clock of the zone.
    /// </summary>
    public static (DateTimeOffset From, DateTimeOffset To) PeriodBefore(ReportKind kind, DateTimeOffset due, TimeZoneInfo zone)
    {
        if (kind == ReportKind.DailyBrief)
            return (due.AddHours(-24), due);
        DateTime local = TimeZoneInfo.ConvertTime(due, zone).Date;
        if (kind == ReportKind.AgencyMonth)
        {
            DateTime first = local.AddDays(1 - local.Day);
            return (Midnight(first.AddMonths(-1), zone), Midnight(first, zone));
        }

        DateTime monday = local.AddDays(-(((int)local.DayOfWeek + 6) % 7));
        return (Midnight(monday.AddDays(-7), zone), Midnight(monday, zone));
    }

    private static DateTimeOffset Midnight(DateTime day, TimeZoneInfo zone)
    {
        // Where clocks are put forward at midnight, the day begins when they have been.
        while (zone.IsInvalidTime(day))
            day = day.AddMinutes(15);
        return new DateTimeOffset(day, zone.GetUtcOffset(day)).ToUniversalTime();
    }
}
