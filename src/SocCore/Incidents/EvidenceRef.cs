using SocCore.Events;

namespace SocCore.Incidents;

/// <summary>One event that a detection rests on.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Agency">Whose it is.</param>
/// <param name="System">The city system it came from.</param>
/// <param name="Dataset">Its dataset.</param>
/// <param name="RuleId">The rule that it matched.</param>
public sealed record EvidenceRef(EventId Id, DateTimeOffset Timestamp, string Agency, string? System, string? Dataset, string RuleId);
