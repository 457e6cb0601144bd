namespace SocHost.Simulation.Attacks;

/// <summary>One address tries passwords on one server for minutes.</summary>
internal sealed class SshBruteForce() : Attack(new PlantedAttack(
    "ssh-brute-force", "infra", RuleIds.SshBruteForce, "203.0.113.9 tries 130 passwords for four accounts on srv-cong-01 within six minutes"))
{
    private static readonly string[] Names = ["root", "admin", "quantri.hung", "postgres"];

    public override void Begin(CitySystems systems)
    {
        Random chance = systems.City.Chance(Planted.Id);
        for (int i = 0; i < 130; i++)
        {
            string name = Names[chance.Next(Names.Length)];
            int port = chance.Next(32768, 60999);
            int pid = chance.Next(1000, 32000);
            systems.City.After(TimeSpan.FromSeconds(i * 2.7), () => systems.Servers.FailedPassword("srv-cong-01", name, "203.0.113.9", pid, port, known: name != "admin"));
        }
    }
}
