using SocCore.Incidents;

namespace SocCore.Storage;

/// <summary>One change of one incident, in the order of commits.</summary>
/// <param name="Sequence">Grows with every change of any incident.</param>
/// <param name="IncidentUid">Which incident.</param>
/// <param name="Version">The version that the change made.</param>
/// <param name="Change">What was done.</param>
public sealed record ChangeRow(long Sequence, Guid IncidentUid, long Version, IncidentChange Change);
