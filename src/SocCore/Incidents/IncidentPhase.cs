namespace SocCore.Incidents;

/// <summary>Where the response stands (NIST SP 800-61); the numbers are stored and never change.</summary>
public enum IncidentPhase
{
    /// <summary>Is it one?</summary>
    Triage = 0,

    /// <summary>What is it?</summary>
    Analysis = 1,

    /// <summary>Stop it.</summary>
    Containment = 2,

    /// <summary>Remove it.</summary>
    Eradication = 3,

    /// <summary>Bring back what it broke.</summary>
    Recovery = 4,

    /// <summary>Learn from it.</summary>
    PostIncident = 5,
}
