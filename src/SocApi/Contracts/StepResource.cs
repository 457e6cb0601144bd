using SocCore.Incidents;
using SocCore.Incidents.Workflow;

namespace SocApi.Contracts;

/// <summary>One arrow of the workflow.</summary>
/// <param name="From">From this state.</param>
/// <param name="To">To that state.</param>
/// <param name="Needs">Members that must come with it.</param>
/// <param name="Verdicts">The only verdicts with which it may be taken; empty: any.</param>
internal sealed record StepResource(string From, string To, IReadOnlyList<string> Needs, IReadOnlyList<string> Verdicts)
{
    /// <summary>The document of an arrow.</summary>
    public static StepResource Of(WorkflowStep step) =>
        new(IncidentWords.Of(step.From), IncidentWords.Of(step.To), step.Needs, [.. step.Verdicts.Select(IncidentWords.Of)]);
}
