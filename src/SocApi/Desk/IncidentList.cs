namespace SocApi.Desk;

/// <summary>A page of incidents.</summary>
/// <param name="Incidents">The incidents.</param>
/// <param name="Next">The cursor of the next page; null when this is the last.</param>
/// <param name="Total">How many there are in all; null when counting them would mean reading them all.</param>
public sealed record IncidentList(IReadOnlyList<IncidentView> Incidents, string? Next, long? Total);
