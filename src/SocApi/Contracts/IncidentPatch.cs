namespace SocApi.Contracts;

/// <summary>What a merge patch (RFC 7396) may change; everything else belongs to the server or to another resource.</summary>
internal sealed record IncidentPatch
{
    public string? Title { get; init; }

    public string? Desc { get; init; }

    public string? Severity { get; init; }

    public int? SeverityId { get; init; }

    public string? Phase { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }
}
