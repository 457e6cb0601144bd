namespace SocCore.Incidents;

/// <summary>OCSF 1.8.0 Incident Finding <c>status_id</c>; the numbers are stored and never change.</summary>
public enum IncidentStatus
{
    /// <summary>Nobody has looked yet.</summary>
    New = 1,

    /// <summary>Somebody works on it.</summary>
    InProgress = 2,

    /// <summary>Waiting for somebody else.</summary>
    OnHold = 3,

    /// <summary>Dealt with, verdict given.</summary>
    Resolved = 4,

    /// <summary>Over.</summary>
    Closed = 5,
}
