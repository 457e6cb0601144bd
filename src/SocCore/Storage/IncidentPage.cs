using SocCore.Incidents;

namespace SocCore.Storage;

/// <summary>A page of incidents.</summary>
/// <param name="Incidents">The incidents.</param>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
/// <param name="Total">Number of incidents that the query finds in all.</param>
public sealed record IncidentPage(IReadOnlyList<Incident> Incidents, string? Next, long Total);
