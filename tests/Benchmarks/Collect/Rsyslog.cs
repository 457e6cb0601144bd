using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Benchmarks.Collect;

/// <summary>
/// The yardstick: Debian's rsyslog, unpacked and not installed, with its normalizer and the configuration of the peers kit.
/// </summary>
internal static class Rsyslog
{
    private const string KitPort = "15514";
    private const string Configuration = "rsyslog-a-normalize.conf";

    /// <summary>Says why the yardstick cannot run; null when it can.</summary>
    public static string? Missing(string root)
    {
        if (Daemon(root) is null)
            return "rsyslogd is absent; ./build.sh test unpacks it below .cache/debian, or set SOC_RSYSLOG to an unpacked root";
        return File.Exists(Path.Combine(Kit(root), "conf", Configuration)) ? null : $"'{Kit(root)}' has no conf/{Configuration}; set SOC_PEERS to the peers kit";
    }

    public static Task<Contender> StartAsync(string root, string folder)
    {
        string unpacked = Daemon(root)!;
        string libraries = Path.Combine(unpacked, "usr", "lib", "x86_64-linux-gnu");
        Directory.CreateDirectory(Path.Combine(folder, "rs"));
        int port = FreePort();
        string text = File.ReadAllText(Path.Combine(Kit(root), "conf", Configuration)).Replace(KitPort, port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        string settings = Path.Combine(folder, "rsyslog.conf");
        File.WriteAllText(settings, text);
        ProcessStartInfo command = new(Path.Combine(unpacked, "usr", "sbin", "rsyslogd"), ["-n", "-i", "NONE", "-M", Path.Combine(libraries, "rsyslog"), "-f", settings]);
        command.Environment["LD_LIBRARY_PATH"] = libraries;
        command.Environment["PEERS_WORK"] = folder;
        command.Environment["PEERS_KIT"] = Kit(root);
        return Contender.StartAsync("rsyslog+mmnormalize", command, port, Path.Combine(folder, "rs", "out.json"));
    }

    private static string? Daemon(string root)
    {
        string unpacked = Environment.GetEnvironmentVariable("SOC_RSYSLOG") is { Length: > 0 } set ? set : Path.Combine(root, ".cache", "debian");
        return File.Exists(Path.Combine(unpacked, "usr", "sbin", "rsyslogd")) ? unpacked : null;
    }

    private static string Kit(string root) =>
        Environment.GetEnvironmentVariable("SOC_PEERS") is { Length: > 0 } set ? set : Path.GetFullPath(Path.Combine(root, "..", "shared", "peers"));

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
