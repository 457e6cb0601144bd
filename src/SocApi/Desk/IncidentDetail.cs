using SocCore.Incidents;
using SocCore.Incidents.Workflow;

namespace SocApi.Desk;

/// <summary>An incident with what it rests on.</summary>
/// <param name="View">The incident.</param>
/// <param name="Detections">Its detections, oldest first.</param>
/// <param name="Evidence">Its evidence events by time, at most <see cref="IncidentDesk.EvidenceLimit"/>.</param>
/// <param name="Allowed">What the caller may change its state to.</param>
public sealed record IncidentDetail(IncidentView View, IReadOnlyList<Detection> Detections, IReadOnlyList<EvidenceView> Evidence, IReadOnlyList<WorkflowStep> Allowed);
