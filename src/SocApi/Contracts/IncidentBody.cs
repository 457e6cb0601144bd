namespace SocApi.Contracts;

/// <summary>An incident that a person reports.</summary>
internal sealed record IncidentBody
{
    public string? Title { get; init; }

    public string? Desc { get; init; }

    public string? Agency { get; init; }

    public string? Severity { get; init; }

    public int? SeverityId { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public IReadOnlyList<string>? Systems { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }
}
