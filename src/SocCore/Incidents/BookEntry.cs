namespace SocCore.Incidents;

/// <summary>An incident as it shall be saved.</summary>
/// <param name="Incident">The new version.</param>
/// <param name="BaseVersion">The version that it was made from; 0 for a new one.</param>
/// <param name="Change">The line of history.</param>
public sealed record BookEntry(Incident Incident, long BaseVersion, IncidentChange Change);
