using SocHost.Simulation.Systems;

namespace SocHost.Simulation.Life;

/// <summary>Radio is not perfect: now and then one device's frame arrives twice, another's is damaged. Never the same device again within the hour.</summary>
internal sealed class RadioNoise(CitySystems systems) : Actor(systems.City, "radio noise", 8, DayRhythm.Steady)
{
    private int _next;

    protected override void Act()
    {
        int n = _next++;
        Site station = Places.AirStations[n % Places.AirStations.Count];
        string device = AirNetwork.DeviceOf(station, n / Places.AirStations.Count % AirStation.Devices);
        systems.Air.DeviceError(device, "UPLINK_F_CNT_RETRANSMISSION", "Uplink was flagged as re-transmission / frame-counter did not increment");
    }
}
