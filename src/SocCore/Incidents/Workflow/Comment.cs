namespace SocCore.Incidents.Workflow;

/// <summary>Says something about it.</summary>
public sealed record Comment(string Text) : IncidentAction;
