namespace SocCore.Incidents;

/// <summary>What a new detection does with the latest incident of its key.</summary>
public enum IncidentFate
{
    /// <summary>It joins: somebody still works on it, or nobody has begun.</summary>
    Join,

    /// <summary>It was resolved a short time ago and is taken up again.</summary>
    Reopen,

    /// <summary>It is over; a new incident refers to it.</summary>
    Recur,
}
