using SocHost.Simulation.Systems;

namespace SocHost.Simulation.Attacks;

/// <summary>One address tries the maker's passwords on camera after camera.</summary>
internal sealed class CamerasSprayed() : Attack(new PlantedAttack(
    "cameras-sprayed", "public-security-cctv", RuleIds.CamerasSprayed, "203.0.113.52 fails at twelve cameras within three minutes"))
{
    public override void Begin(CitySystems systems)
    {
        for (int i = 0; i < 36; i++)
        {
            string camera = Cameras.NameOf(Places.Junctions[i / Cameras.EachJunction % 4], i % Cameras.EachJunction);
            string user = i % 2 == 0 ? "admin" : "root";
            systems.City.After(TimeSpan.FromSeconds(i * 5), () => systems.Cameras.LoginFailed(camera, user, "203.0.113.52"));
        }
    }
}
