namespace SocApi.Contracts;

/// <summary>The workflow of incidents, as data.</summary>
internal sealed record WorkflowResource(
    IReadOnlyList<string> States, IReadOnlyList<StepResource> Steps, IReadOnlyList<string> Phases, IReadOnlyList<string> Verdicts, IReadOnlyList<string> Severities, string FourEyes);
