using SocHost.Simulation.Systems;

namespace SocHost.Simulation.Attacks;

/// <summary>A sprayer walks the city: a little at each door, too little for any of them.</summary>
internal sealed class OneSourceManySystems() : Attack(new PlantedAttack(
    "one-source-many-systems", "_city", RuleIds.OneSourceManySystems, "203.0.113.44 fails a few times each at servers, single sign-on, the data warehouse and cameras within nine minutes"))
{
    private const string Address = "203.0.113.44";

    public override void Begin(CitySystems systems)
    {
        Random chance = systems.City.Chance(Planted.Id);
        for (int i = 0; i < 4; i++)
        {
            int port = chance.Next(32768, 60999);
            string account = People.Officials[10 + i];
            string camera = Cameras.NameOf(Places.Junctions[i], 0);
            string host = LinuxServers.Hosts[i];
            systems.City.After(TimeSpan.FromSeconds(i * 110), () => systems.Servers.FailedPassword(host, "root", Address, 5000 + port, port));
            systems.City.After(TimeSpan.FromSeconds((i * 110) + 25), () => systems.Identity.LoginError(IdentityProvider.Officials, account, Address, "invalid_user_credentials"));
            systems.City.After(TimeSpan.FromSeconds((i * 110) + 50), () => systems.Warehouse.LoginFailed(account, "kho_dan_cu", Address, port));
            systems.City.After(TimeSpan.FromSeconds((i * 110) + 75), () => systems.Cameras.LoginFailed(camera, "admin", Address));
        }
    }
}
