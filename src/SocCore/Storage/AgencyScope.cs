namespace SocCore.Storage;

/// <summary>
/// Whose rows a caller sees. Every read of a store takes one, so no endpoint can forget it: the city SOC sees all, an
/// agency sees its own and its share of what spans agencies.
/// </summary>
public sealed record AgencyScope
{
    /// <summary>The agency id of the city SOC.</summary>
    public const string CitySoc = "soc";

    /// <summary>The agency id of what nobody assigned; read by the city SOC alone.</summary>
    public const string Unassigned = "unassigned";

    private AgencyScope(string? agency) => Agency = agency;

    /// <summary>Everything.</summary>
    public static AgencyScope City { get; } = new((string?)null);

    /// <summary>The agency, or null for the city SOC.</summary>
    public string? Agency { get; }

    /// <summary>Whether the caller sees everything.</summary>
    public bool SeesAll => Agency is null;

    /// <summary>The scope of an agency; <see cref="CitySoc"/> gives <see cref="City"/>.</summary>
    public static AgencyScope Of(string agency) => agency == CitySoc ? City : new AgencyScope(agency);

    /// <summary>Whether a row of that agency is the caller's own; what nobody assigned is the city SOC's alone.</summary>
    public bool Sees(string agency) => SeesAll || (agency == Agency && agency != Unassigned);
}
