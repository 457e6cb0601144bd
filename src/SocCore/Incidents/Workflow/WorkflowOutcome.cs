namespace SocCore.Incidents.Workflow;

/// <summary>What an action does: the incident as it will be and the line for its history, or the refusals, all of them.</summary>
/// <param name="Incident">The incident after the action, its version not yet moved; as it was when refused.</param>
/// <param name="Change">The line of history; null when refused or when nothing changes.</param>
/// <param name="Refusals">Why not; empty when it is done.</param>
public sealed record WorkflowOutcome(Incident Incident, IncidentChange? Change, IReadOnlyList<WorkflowRefusal> Refusals)
{
    /// <summary>Whether it may be done.</summary>
    public bool IsAccepted => Refusals.Count == 0;
}
