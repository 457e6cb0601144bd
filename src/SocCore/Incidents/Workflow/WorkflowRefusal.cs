namespace SocCore.Incidents.Workflow;

/// <summary>Why an action is refused.</summary>
/// <param name="Kind">What kind of reason.</param>
/// <param name="Message">The thing, the value and the cure.</param>
/// <param name="Member">The member of the action that is wrong; null when it is the action itself.</param>
public sealed record WorkflowRefusal(RefusalKind Kind, string Message, string? Member = null);
