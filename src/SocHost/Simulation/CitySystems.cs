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

    /// <summary>The shared data warehouse (shared-data-warehouse).</summary>
    public DataWarehouse Warehouse { get; } = new(city);

    /// <summary>The open data portal (open-data).</summary>
    public OpenData OpenData { get; } = new(city);

    /// <summary>Validators of bus and metro (public-transport-ticket).</summary>
    public TicketGates Tickets { get; } = new(city);

    /// <summary>Traffic signal controllers (traffic-data-control).</summary>
    public SignalControllers Signals { get; } = new(city);

    /// <summary>Tide gates and water levels (flood-control).</summary>
    public FloodStations Flood { get; } = new(city);

    /// <summary>Street cameras (public-security-cctv).</summary>
    public Cameras Cameras { get; } = new(city);

    /// <summary>Air stations, their radio network and its broker (environment).</summary>
    public AirNetwork Air { get; } = new(city);

    /// <summary>Health records (health).</summary>
    public HealthRecords Health { get; } = new(city);

    /// <summary>The register of public employees (human-resources).</summary>
    public Personnel Personnel { get; } = new(city);
}
