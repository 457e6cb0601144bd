namespace SocApi.Contracts;

/// <summary>A report to make now.</summary>
internal sealed record ReportBody
{
    public required string Report { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public string? Language { get; init; }

    public string? Agency { get; init; }

    public string? TimeZone { get; init; }
}
