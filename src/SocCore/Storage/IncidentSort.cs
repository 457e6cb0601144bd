namespace SocCore.Storage;

/// <summary>Orders of the incident list; ties by uid.</summary>
public enum IncidentSort
{
    /// <summary>Newest first.</summary>
    CreatedDescending,

    /// <summary>Oldest first.</summary>
    CreatedAscending,

    /// <summary>Worst first, then newest.</summary>
    SeverityDescending,

    /// <summary>Last changed first.</summary>
    ModifiedDescending,
}
