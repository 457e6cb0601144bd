namespace SocApi.Contracts;

/// <summary>A search over events.</summary>
internal sealed record EventSearchBody
{
    public string? Q { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public int? PageSize { get; init; }

    public string? Cursor { get; init; }

    public IReadOnlyList<string>? Fields { get; init; }
}
