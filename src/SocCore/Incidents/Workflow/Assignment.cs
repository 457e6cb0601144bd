namespace SocCore.Incidents.Workflow;

/// <summary>Gives it to somebody; null takes it from whoever had it.</summary>
public sealed record Assignment(string? Assignee) : IncidentAction;
