namespace SocCore.Incidents;

/// <summary>One line of an incident's history, written in the same transaction as the change.</summary>
/// <param name="Kind">created, grown, transitioned, assigned, commented, edited, reopened, transferred.</param>
/// <param name="Actor">Who did it; <c>system</c> for the engine.</param>
/// <param name="At">Clock time.</param>
/// <param name="Text">Comment or reason; null where there is none.</param>
/// <param name="Fields">What changed: field, before, after.</param>
public sealed record IncidentChange(string Kind, string Actor, DateTimeOffset At, string? Text, IReadOnlyList<FieldChange> Fields);
