namespace SocApi.Desk;

/// <summary>Which events.</summary>
public sealed record EventSearchRequest
{
    /// <summary>A KQL query over events; empty: all.</summary>
    public string Query { get; init; } = "";

    /// <summary>Event time at or after; null: a day before <see cref="To"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Event time before; null: now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>1 to 200.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>From <see cref="EventList.Next"/>; null for the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>The only fields of the documents; empty: all.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];
}
