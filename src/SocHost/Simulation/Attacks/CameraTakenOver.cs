using SocHost.Simulation.Systems;

namespace SocHost.Simulation.Attacks;

/// <summary>A camera's password is guessed and its picture is blinded by a mask.</summary>
internal sealed class CameraTakenOver() : Attack(new PlantedAttack(
    "camera-taken-over", "public-security-cctv", RuleIds.CameraTakenOver, "203.0.113.53 fails eight times at a camera of An Phú, gets in and changes its privacy mask"))
{
    private const string Address = "203.0.113.53";

    public override void Begin(CitySystems systems)
    {
        string camera = Cameras.NameOf(Places.Junctions[1], 2);
        for (int i = 0; i < 8; i++)
            systems.City.After(TimeSpan.FromSeconds(i * 12), () => systems.Cameras.LoginFailed(camera, "admin", Address));
        systems.City.After(TimeSpan.FromSeconds(110), () => systems.Cameras.LoggedIn(camera, "admin", Address));
        systems.City.After(TimeSpan.FromSeconds(190), () => systems.Cameras.SettingChanged(camera, "privacy mask", "admin", Address));
    }
}
