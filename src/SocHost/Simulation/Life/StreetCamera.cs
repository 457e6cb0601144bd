using SocHost.Simulation.Systems;

namespace SocHost.Simulation.Life;

/// <summary>The cameras of a junction: they see things move; a lorry or the low sun fills the picture where there is much traffic; now and then a stream breaks and comes back.</summary>
internal sealed class StreetCamera(CitySystems systems, Site site, bool dazzled) : Actor(systems.City, "cameras " + site.Id, 220, DayRhythm.Street)
{
    protected override void Act()
    {
        string camera = Cameras.NameOf(site, Chance.Next(Cameras.EachJunction));
        double kind = Chance.NextDouble();
        if (kind < 0.01)
        {
            systems.Cameras.StreamEnded(camera, "network timeout");
            Later(5, 40, () => systems.Cameras.StreamStarted(camera));
        }
        else if (kind < 0.015 && dazzled)
        {
            systems.Cameras.SceneChanged(camera, true);
            Later(10, 30, () => systems.Cameras.SceneChanged(camera, false));
        }
        else
        {
            systems.Cameras.Motion(camera, true);
            Later(3, 20, () => systems.Cameras.Motion(camera, false));
        }
    }
}
