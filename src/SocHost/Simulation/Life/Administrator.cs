namespace SocHost.Simulation.Life;

/// <summary>Somebody who looks after servers: signs in with a key, now and then mistypes the password first, runs a few commands, leaves.</summary>
internal sealed class Administrator(CitySystems systems, int number)
    : Actor(systems.City, "administrator " + People.Administrators[number], 6, DayRhythm.Office)
{
    private static readonly string[] Commands =
    [
        "/usr/bin/systemctl restart nginx", "/usr/bin/systemctl status keycloak", "/usr/bin/journalctl -u nginx -n 200", "/usr/bin/apt-get update",
        "/usr/bin/tail -n 100 /var/log/nginx/error.log", "/usr/bin/df -h",
    ];

    private readonly string _account = People.Administrators[number];
    private readonly string _address = LineText.Of($"192.0.2.{60 + number}");

    protected override void Act()
    {
        string host = OneOf(Systems.LinuxServers.Hosts);
        int pid = Chance.Next(1000, 32000);
        int port = Chance.Next(32768, 60999);
        if (Chance.NextDouble() < 0.15)
        {
            systems.Servers.FailedPassword(host, _account, _address, pid, port);
            Later(4, 9, () => Enter(host, pid, port, "password"));
            return;
        }

        Enter(host, pid, port, "publickey");
    }

    private void Enter(string host, int pid, int port, string method)
    {
        systems.Servers.Accepted(host, _account, _address, pid, port, method);
        double at = 5;
        for (int i = Chance.Next(1, 5); i > 0; i--)
        {
            string command = OneOf(Commands);
            Later(at, at + 40, () => systems.Servers.Sudo(host, _account, command));
            at += 40;
        }

        Later(at, at + 300, () => systems.Servers.Left(host, _account, _address, pid, port));
    }
}
