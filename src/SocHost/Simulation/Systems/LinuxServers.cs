namespace SocHost.Simulation.Systems;

/// <summary>The city's Linux servers: sshd, PAM and sudo, sent by RELP as RFC 3164 with the local time and no year.</summary>
internal sealed class LinuxServers(City city)
{
    private const string System = "infra";
    private const int AuthInfo = (10 * 8) + 6;
    private const int AuthNotice = (10 * 8) + 5;

    /// <summary>The servers.</summary>
    public static IReadOnlyList<string> Hosts { get; } =
        ["srv-cong-01", "srv-cong-02", "srv-api-01", "srv-kho-01", "srv-giamsat-01", "srv-thu-01", "srv-sso-01"];

    /// <summary>A password was wrong.</summary>
    public void FailedPassword(string host, string user, string address, int pid, int port, bool known = true) =>
        Sshd(host, pid, $"Failed password for {(known ? "" : "invalid user ")}{user} from {address} port {port} ssh2");

    /// <summary>A user that the host does not have.</summary>
    public void InvalidUser(string host, string user, string address, int pid, int port) =>
        Sshd(host, pid, $"Invalid user {user} from {address} port {port}");

    /// <summary>Somebody was let in.</summary>
    public void Accepted(string host, string user, string address, int pid, int port, string method = "publickey")
    {
        if (method == "publickey")
            Sshd(host, pid, $"Accepted publickey for {user} from {address} port {port} ssh2: ED25519 SHA256:bWF1LWtob2EtY29uZy1raGFpLXRoYW5oLXBobw");
        else
            Sshd(host, pid, $"Accepted {method} for {user} from {address} port {port} ssh2");
        Sshd(host, pid, $"pam_unix(sshd:session): session opened for user {user}(uid=1{user.Length:000}) by (uid=0)");
    }

    /// <summary>Somebody left.</summary>
    public void Left(string host, string user, string address, int pid, int port)
    {
        Sshd(host, pid, $"Disconnected from user {user} {address} port {port}");
        Sshd(host, pid, $"pam_unix(sshd:session): session closed for user {user}");
    }

    /// <summary>A connection that ended before anybody was let in.</summary>
    public void ClosedEarly(string host, string user, string address, int pid, int port) =>
        Sshd(host, pid, $"Connection closed by authenticating user {user} {address} port {port} [preauth]");

    /// <summary>A command with another's rights.</summary>
    public void Sudo(string host, string user, string command) =>
        city.Write(System, CityChannel.Relp, host, $"<{AuthNotice}>{CityTime.Bsd(city.Now)} {host} sudo:   {user} : TTY=pts/0 ; PWD=/home/{user} ; USER=root ; COMMAND={command}");

    private void Sshd(string host, int pid, LineText text) =>
        city.Write(System, CityChannel.Relp, host, $"<{AuthInfo}>{CityTime.Bsd(city.Now)} {host} sshd[{pid}]: {text.Take()}");
}
