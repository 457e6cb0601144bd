using SocHost.Simulation.Systems;

namespace SocHost.Simulation;

/// <summary>The systems of a city, as its people and its attacker use them.</summary>
internal sealed class CitySystems(City city)
{
    /// <summary>The city.</summary>
    public City City { get; } = city;

    /// <summary>Linux servers (infra).</summary>
    public LinuxServers Servers { get; } = new(city);

    /// <summary>The packet filter (infra).</summary>
    public Firewall Firewall { get; } = new(city);

    /// <summary>Single sign-on (digital-government).</summary>
    public IdentityProvider Identity { get; } = new(city);

    /// <summary>The public service portal (digital-government).</summary>
    public CitizenPortal Portal { get; } = new(city);

    /// <summary>Street parking (parking).</summary>
    public ParkingOffice Parking { get; } = new(city);
}
