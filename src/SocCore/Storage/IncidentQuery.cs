using SocCore.Incidents;
using SocCore.Rules;

namespace SocCore.Storage;

/// <summary>A search over incidents. Every part that is null or empty does not restrict.</summary>
public sealed record IncidentQuery
{
    /// <summary>Any of these states.</summary>
    public IReadOnlyList<IncidentStatus> Status { get; init; } = [];

    /// <summary>At least this bad.</summary>
    public RuleLevel? MinSeverity { get; init; }

    /// <summary>Owned by, or shared with, this agency (within the caller's scope).</summary>
    public string? Agency { get; init; }

    /// <summary>Concerns this city system.</summary>
    public string? System { get; init; }

    /// <summary>Opened by this rule.</summary>
    public string? RuleId { get; init; }

    /// <summary>Assigned to this person; the empty text means nobody.</summary>
    public string? Assignee { get; init; }

    /// <summary>Words in title, number or entity values; case and Vietnamese marks do not count.</summary>
    public string? Text { get; init; }

    /// <summary>Opened at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Opened before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The order.</summary>
    public IncidentSort Sort { get; init; } = IncidentSort.CreatedDescending;

    /// <summary>The most incidents of a page, 1 to 200.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the previous page ended; opaque, from <see cref="IncidentPage.Next"/>.</summary>
    public string? After { get; init; }
}
