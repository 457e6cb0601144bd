namespace SocApi.Contracts;

/// <summary>Which dead letters to try again.</summary>
internal sealed record ReplayBody
{
    public string? Source { get; init; }

    public string? Stage { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? Since { get; init; }

    public int? Limit { get; init; }

    public string? After { get; init; }
}
