namespace SocApi.Reports.Model;

/// <summary>The time that a report is about: at or after the one instant, before the other, on the clock of a zone.</summary>
public sealed record ReportPeriod(DateTimeOffset From, DateTimeOffset To, TimeZoneInfo Zone)
{
    /// <summary>Whether an instant lies in it.</summary>
    public bool Has(DateTimeOffset at) => at >= From && at < To;

    /// <summary>How long it is.</summary>
    public TimeSpan Length => To - From;

    /// <summary>An instant on the clock of the zone.</summary>
    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);
}
