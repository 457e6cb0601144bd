namespace SocApi.Reports;

/// <summary>A report that somebody wants now.</summary>
/// <param name="Report">Which.</param>
public sealed record ReportRequest(string Report)
{
    /// <summary>At or after; null, as <see cref="To"/>: the last whole period.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>vi or en; null: the caller's.</summary>
    public string? Language { get; init; }

    /// <summary>Whose rows; null: the caller's.</summary>
    public string? Agency { get; init; }

    /// <summary>The IANA zone of the period; null: the city's.</summary>
    public string? TimeZone { get; init; }
}
