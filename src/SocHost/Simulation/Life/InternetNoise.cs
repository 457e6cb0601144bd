namespace SocHost.Simulation.Life;

/// <summary>
/// The background of the internet: hosts that try a name or two and go on, and packets to ports that nobody serves. It
/// is everywhere and means nothing; a rule that rises on it is wrong.
/// </summary>
internal sealed class InternetNoise(CitySystems systems) : Actor(systems.City, "internet noise", 700, DayRhythm.Steady)
{
    private static readonly string[] Names = ["admin", "test", "ubuntu", "oracle", "git", "postgres", "user", "pi"];
    private static readonly int[] Ports = [23, 445, 1433, 3389, 5900, 6379, 8080, 2323, 37777, 81];

    protected override void Act()
    {
        string from = People.ScannerAddress(Chance.Next(120));
        int port = Chance.Next(32768, 60999);
        if (Chance.NextDouble() < 0.9)
        {
            systems.Firewall.Denied(from, port, LineText.Of($"192.0.2.{80 + Chance.Next(12)}"), OneOf(Ports));
            return;
        }

        string host = OneOf(Systems.LinuxServers.Hosts);
        string name = OneOf(Names);
        int pid = Chance.Next(1000, 32000);
        systems.Servers.InvalidUser(host, name, from, pid, port);
        Later(1, 3, () => systems.Servers.FailedPassword(host, name, from, pid, port, known: false));
        Later(3, 5, () => systems.Servers.ClosedEarly(host, name, from, pid, port));
    }
}
