namespace SocCore.Incidents.Workflow;

/// <summary>One arrow between two states.</summary>
/// <param name="From">From here.</param>
/// <param name="To">To there.</param>
/// <param name="Needs">Members that come with the transition: verdict, summary, root_cause, hold_reason, hold_until, reason.</param>
/// <param name="Verdicts">The only verdicts with which it may be taken; empty: any but unknown, where a verdict is needed.</param>
public sealed record WorkflowStep(IncidentStatus From, IncidentStatus To, IReadOnlyList<string> Needs, IReadOnlyList<Verdict> Verdicts)
{
    /// <summary>Whether it takes up again what was over.</summary>
    public bool IsReopening => From is IncidentStatus.Resolved or IncidentStatus.Closed && To == IncidentStatus.InProgress;

    /// <summary>Whether it ends the work for good.</summary>
    public bool IsClosing => To == IncidentStatus.Closed;
}
