namespace SocCore.Incidents.Workflow;

/// <summary>Something that a person does to an incident. The closed list of all there is.</summary>
public abstract record IncidentAction
{
    private protected IncidentAction()
    {
    }
}
