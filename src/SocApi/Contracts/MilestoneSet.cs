namespace SocApi.Contracts;

/// <summary>When an incident reached what.</summary>
internal sealed record MilestoneSet(DateTimeOffset Detected, DateTimeOffset? Acknowledged, DateTimeOffset? Resolved, DateTimeOffset? Closed);
