using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SocTesting.Elastic;

/// <summary>A server of one or more nodes that tests started, with everything it writes below one temporary folder.</summary>
public sealed partial class TestServerProcess : IAsyncDisposable
{
    private readonly string _scripts;
    private readonly string _folder;

    private TestServerProcess(string scripts, string folder, IReadOnlyList<Uri> addresses)
    {
        _scripts = scripts;
        _folder = folder;
        Addresses = addresses;
    }

    /// <summary>The first node's address.</summary>
    public Uri Address => Addresses[0];

    /// <summary>All nodes' addresses.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    /// <summary>Why the server cannot be started here; null when it can.</summary>
    public static string? WhyNot(SearchServer server)
    {
        string start = Path.Combine(Scripts(server), "start");
        if (!File.Exists(start))
            return $"'{start}' is not there";
        bool hasJava = OnPath("java") || Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 }
            || (Directory.Exists("/usr/lib/jvm") && Directory.EnumerateDirectories("/usr/lib/jvm").Any(static d => File.Exists(Path.Combine(d, "bin", "java"))));
        return hasJava ? null : "there is no Java 17 or later (Debian: openjdk-17-jre-headless)";
    }

    /// <summary>Starts a server on free ports.</summary>
    /// <param name="server">Which.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="options">More options of the start script, such as <c>--nodes 3</c> or <c>--password</c>.</param>
    public static async Task<TestServerProcess> StartAsync(SearchServer server, CancellationToken cancel, params string[] options)
    {
        string scripts = Scripts(server);
        string folder = Directory.CreateTempSubdirectory($"soc-{server.ToString().ToLowerInvariant()}-").FullName;
        (int code, string output) = await RunAsync(Path.Combine(scripts, "start"), cancel, ["--port", "auto", "--env", "--heap", "512m", "--data", folder, .. options]);
        Match addresses = Urls().Match(output);
        if (code != 0 || !addresses.Success)
            throw new InvalidOperationException($"{server} did not start ({code}): {output}");
        return new TestServerProcess(scripts, folder, [.. addresses.Groups[1].Value.Split(',').Select(static a => new Uri(a))]);
    }

    /// <summary>Runs another of the server's scripts on this server: <c>stop</c>, <c>kill-node</c>, <c>start-node</c>, <c>start</c>.</summary>
    public async Task ScriptAsync(string name, CancellationToken cancel, params string[] arguments)
    {
        (int code, string output) = await RunAsync(Path.Combine(_scripts, name), cancel, [.. arguments, "--data", _folder]);
        if (code != 0)
            throw new InvalidOperationException($"{name} failed ({code}): {output}");
    }

    /// <summary>Stops the server and deletes its folder.</summary>
    public async ValueTask DisposeAsync() => await ScriptAsync("stop", CancellationToken.None, "--delete");

    private static string Scripts(SearchServer server) =>
        Path.GetFullPath(Path.Combine(SharedData.Root, "..", "shared", server.ToString().ToLowerInvariant()));

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(d => File.Exists(Path.Combine(d, program)));

    private static async Task<(int Code, string Output)> RunAsync(string script, CancellationToken cancel, params string[] arguments)
    {
        // The server outlives the script and would hold a pipe open, so what the script says goes through a file.
        string said = Path.GetTempFileName();
        try
        {
            ProcessStartInfo info = new("/bin/sh") { UseShellExecute = false };
            foreach (string argument in (string[])["-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>&1 </dev/null", "sh", said, script, .. arguments])
                info.ArgumentList.Add(argument);
            using Process process = Process.Start(info)!;
            await process.WaitForExitAsync(cancel);
            return (process.ExitCode, await File.ReadAllTextAsync(said, cancel));
        }
        finally
        {
            File.Delete(said);
        }
    }

    [GeneratedRegex("_URLS=(\\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex Urls();
}
