using SocHost.Simulation.Systems;

namespace SocHost.Simulation.Attacks;

/// <summary>A cabinet is opened and the cameras beside it are turned away.</summary>
internal sealed class CabinetBreakIn() : Attack(new PlantedAttack(
    "cabinet-break-in", "_city", RuleIds.CabinetBreakIn, "at Hàng Xanh a cabinet is opened without a work order and two cameras lose their picture within four minutes"))
{
    public override void Begin(CitySystems systems)
    {
        Site site = Places.Junctions[0];
        systems.Cameras.SceneChanged(Cameras.NameOf(site, 0), true);
        systems.City.After(TimeSpan.FromSeconds(70), () => systems.Signals.DoorOpened(site, null));
        systems.City.After(TimeSpan.FromSeconds(150), () => systems.Cameras.SceneChanged(Cameras.NameOf(site, 1), true));
        systems.City.After(TimeSpan.FromSeconds(230), () => systems.Cameras.StreamEnded(Cameras.NameOf(site, 1), "link down"));
    }
}
