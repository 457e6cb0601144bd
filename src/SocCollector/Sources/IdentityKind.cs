namespace SocCollector.Sources;

/// <summary>The kinds of personal identifier; each has a key of its own, so a hash says nothing across kinds.</summary>
public enum IdentityKind
{
    /// <summary>Number plate; letters and digits count, not how they are grouped.</summary>
    Plate,

    /// <summary>Toll or ticket tag.</summary>
    Tag,

    /// <summary>Ticket medium.</summary>
    Media,

    /// <summary>Vehicle of a fleet; read like a plate.</summary>
    Vehicle,

    /// <summary>Telephone number; +84 and 0 are the same.</summary>
    Phone,

    /// <summary>Citizen number.</summary>
    Citizen,

    /// <summary>Patient number.</summary>
    Patient,

    /// <summary>Payment token or card.</summary>
    Payment,
}
