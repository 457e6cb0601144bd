using SocCore.Incidents;

namespace SocApi.Desk;

/// <summary>An event that an incident rests on.</summary>
/// <param name="Reference">Which one.</param>
/// <param name="Event">The event; null when it is no longer stored, or the caller may not read events.</param>
public sealed record EvidenceView(EvidenceRef Reference, EventView? Event);
