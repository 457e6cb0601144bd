using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SocTesting;
using Xunit;

namespace SocCollector.Tests.Listeners;

/// <summary>
/// A real rsyslog that forwards by RELP: Debian's package, unpacked and never installed (<c>./build.sh test</c> does that,
/// or <c>SOC_RSYSLOG</c> names an unpacked root). A test that needs it is skipped by name when it is absent.
/// </summary>
internal sealed class DebianRsyslog : IDisposable
{
    private readonly Process _process;

    private DebianRsyslog(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>Where it takes lines over TCP.</summary>
    public int Port { get; }

    /// <summary>Starts one that sends each line as it is to a RELP server.</summary>
    public static async Task<DebianRsyslog> StartAsync(string folder, int relpPort)
    {
        string root = Environment.GetEnvironmentVariable("SOC_RSYSLOG") is { Length: > 0 } set ? set : Path.Combine(SharedData.Root, ".cache", "debian");
        string daemon = Path.Combine(root, "usr", "sbin", "rsyslogd");
        if (!File.Exists(daemon))
            Assert.Skip("Debian's rsyslog is absent; ./build.sh test unpacks it below .cache/debian, or set SOC_RSYSLOG");
        string libraries = Path.Combine(root, "usr", "lib", "x86_64-linux-gnu");
        int port = FreePort();
        string settings = Path.Combine(folder, "rsyslog.conf");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $$"""
            global(workDirectory="{{folder}}" maxMessageSize="64k" net.enableDNS="off")
            module(load="imptcp")
            module(load="omrelp")
            template(name="raw" type="string" string="%rawmsg%")
            main_queue(queue.type="FixedArray" queue.size="200000" queue.timeoutEnqueue="600000")
            ruleset(name="in") { action(type="omrelp" target="127.0.0.1" port="{{relpPort}}" template="raw" action.resumeRetryCount="-1" action.resumeInterval="1" windowSize="300") }
            input(type="imptcp" address="127.0.0.1" port="{{port}}" ruleset="in")
            """) + "\n", TestContext.Current.CancellationToken);
        ProcessStartInfo command = new(daemon, ["-n", "-i", "NONE", "-M", Path.Combine(libraries, "rsyslog"), "-f", settings]) { RedirectStandardError = true, RedirectStandardOutput = true };
        command.Environment["LD_LIBRARY_PATH"] = libraries;
        DebianRsyslog rsyslog = new(Process.Start(command)!, port);
        await Pipeline.Collecting.UntilAsync(rsyslog.IsListening, "rsyslog does not listen");
        return rsyslog;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private bool IsListening()
    {
        Assert.False(_process.HasExited, "rsyslog ended");
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
