using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>Which incidents. What is empty does not restrict; all parts must be met.</summary>
public sealed record IncidentListRequest
{
    /// <summary>A KQL query over incidents.</summary>
    public string? Query { get; init; }

    /// <summary>Any of these states.</summary>
    public IReadOnlyList<IncidentStatus> Status { get; init; } = [];

    /// <summary>At least this bad.</summary>
    public RuleLevel? MinSeverity { get; init; }

    /// <summary>Owned by or shared with this agency.</summary>
    public string? Agency { get; init; }

    /// <summary>Concerns this city system.</summary>
    public string? System { get; init; }

    /// <summary>Opened by this rule.</summary>
    public string? RuleId { get; init; }

    /// <summary>Assigned to this person; the empty text means nobody.</summary>
    public string? Assignee { get; init; }

    /// <summary>Words in title, number or entities; case and marks do not count.</summary>
    public string? Text { get; init; }

    /// <summary>Opened at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Opened before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The order.</summary>
    public IncidentSort Sort { get; init; } = IncidentSort.CreatedDescending;

    /// <summary>1 to 200.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>From <see cref="IncidentList.Next"/>; null for the first page.</summary>
    public string? Cursor { get; init; }
}
