using SocHost.Simulation.Systems;

namespace SocHost.Simulation.Life;

/// <summary>An air station: its devices send readings by LoRaWAN, its gateway keeps a connection to the broker.</summary>
internal sealed class AirStation(CitySystems systems, Site site) : Actor(systems.City, "air station " + site.Id, 130, DayRhythm.Steady)
{
    /// <summary>Devices at a station.</summary>
    public const int Devices = 3;

    private readonly int[] _counters = new int[Devices];

    protected override void Act()
    {
        if (Chance.NextDouble() < 0.04)
        {
            string gateway = "gw-" + site.Id;
            systems.Air.BrokerDisconnected(gateway);
            Later(2, 6, () => systems.Air.BrokerConnected("192.0.2.190", gateway, gateway));
            return;
        }

        int n = Chance.Next(Devices);
        double hour = CityTime.Local(City.Now).TimeOfDay.TotalHours;
        double dust = 24 + (18 * DayRhythm.Street.At(City.Now)) + (Chance.NextDouble() * 6);
        double temperature = 27 + (5 * Math.Sin((hour - 9) * Math.PI / 12)) + Chance.NextDouble();
        systems.Air.Uplink(AirNetwork.DeviceOf(site, n), 4000 + ++_counters[n], dust, temperature, -90 - Chance.Next(25));
    }
}
