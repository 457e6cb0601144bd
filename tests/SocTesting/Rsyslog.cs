using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace SocTesting;

/// <summary>
/// Debian's rsyslog as a sender, unpacked below <c>.cache/debian</c> and never installed: reads a file and sends each line
/// as it is, by RELP or plain TCP. Where it is absent the running test is skipped by name.
/// </summary>
public sealed class Rsyslog : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private Rsyslog(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>Starts it on a file.</summary>
    public static Rsyslog Send(string file, string wire, int port)
    {
        string home = Path.Combine(SharedData.Root, ".cache", "debian");
        string program = Path.Combine(home, "usr", "sbin", "rsyslogd");
        if (!File.Exists(program))
            Assert.Skip("rsyslog is absent; './build.sh test' unpacks it below .cache/debian where Debian's packages can be had");
        string folder = Directory.CreateTempSubdirectory("soc-rsyslog-").FullName;
        string action = wire == "relp"
            ? $"""action(type="omrelp" target="127.0.0.1" port="{port.ToString(CultureInfo.InvariantCulture)}" template="raw")"""
            : $"""action(type="omfwd" target="127.0.0.1" port="{port.ToString(CultureInfo.InvariantCulture)}" protocol="tcp" template="raw")""";
        File.WriteAllText(Path.Combine(folder, "rsyslog.conf"), $$"""
            global(workDirectory="{{folder}}" maxMessageSize="64k")
            module(load="imfile" mode="polling" pollingInterval="1")
            {{(wire == "relp" ? "module(load=\"omrelp\")" : "")}}
            template(name="raw" type="string" string="{{(wire == "relp" ? "%msg%" : "%msg%\\n")}}")
            input(type="imfile" file="{{file}}" tag="raw" ruleset="out")
            ruleset(name="out") { {{action}} }
            """);
        string libraries = Path.Combine(home, "usr", "lib", "x86_64-linux-gnu");
        ProcessStartInfo info = new(program, ["-n", "-f", Path.Combine(folder, "rsyslog.conf"), "-i", Path.Combine(folder, "pid"), "-M", Path.Combine(libraries, "rsyslog")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        info.Environment["LD_LIBRARY_PATH"] = libraries;
        return new Rsyslog(Process.Start(info)!, folder);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
