using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using SocTesting;

namespace Benchmarks.Latency;

/// <summary>The service in a process and a folder of its own, with the shipped sources and rules and the probe's rule; and the load on it.</summary>
internal sealed class SocUnderLoad : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private SocUnderLoad(Process process, string folder, int port, Uri address)
    {
        _process = process;
        _folder = folder;
        Syslog = new IPEndPoint(IPAddress.Loopback, port);
        Address = address;
    }

    public int Id => _process.Id;

    public IPEndPoint Syslog { get; }

    public Uri Address { get; }

    private string[] Places => ["--data", Path.Combine(_folder, "data"), "--config", Path.Combine(_folder, "soc.json")];

    /// <summary>Starts <c>soc run</c> and waits until it is ready.</summary>
    /// <param name="store">The settings of the store.</param>
    /// <param name="rule">One more rule.</param>
    public static async Task<SocUnderLoad> StartAsync(object store, string rule)
    {
        await RunAsync(["--version"], CancellationToken.None);
        string folder = Directory.CreateTempSubdirectory("soc-latency-").FullName;
        string rules = Directory.CreateDirectory(Path.Combine(folder, "rules")).FullName;
        await File.WriteAllTextAsync(Path.Combine(rules, "probe.yml"), rule);
        int port = FreePort();
        Uri address = new($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}");
        await File.WriteAllTextAsync(Path.Combine(folder, "soc.json"), JsonSerializer.Serialize(new
        {
            Soc = new
            {
                Store = store,
                Http = new { Url = address.ToString() },
                Detect = new { RuleFolders = (string[])[Path.Combine(SharedData.Root, "rules"), rules] },
                // The watcher asks more often than a person may.
                Api = new { RequestsPerSecond = 1_000, RequestBurst = 1_000 },
                Collector = new { Listeners = (object[])[new { Id = "load", Kind = "Tcp", Port = port }] },
            },
        }));
        ProcessStartInfo info = Info("run", "--data", Path.Combine(folder, "data"), "--config", Path.Combine(folder, "soc.json"));
        SocUnderLoad soc = new(Process.Start(info)!, folder, port, address);
        soc.Drain();
        await soc.WaitUntilReadyAsync();
        return soc;
    }

    /// <summary>A client that sees the whole city.</summary>
    public async Task<HttpClient> ClientAsync()
    {
        string token = await RunAsync(["token", "create", "--role", "lead", "--agency", "soc", .. Places], CancellationToken.None);
        HttpClient client = new() { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        return client;
    }

    /// <summary>Pours the simulated city's life in; gives back lines a second.</summary>
    public async Task<double> PourAsync(int rate, TimeSpan duration, CancellationToken cancel)
    {
        string[] words = ["simulate", "--rate", Word(rate), "--for", $"{Word((int)duration.TotalSeconds)}s", "--to", $"tcp://{Syslog}", "--json"];
        using JsonDocument said = JsonDocument.Parse(await RunAsync(words, cancel));
        return said.RootElement.GetProperty("lines_per_second").GetDouble();
    }

    public async ValueTask DisposeAsync()
    {
        using (Process? kill = Process.Start("kill", ["-TERM", Word(_process.Id)]))
            await kill!.WaitForExitAsync();
        if (!_process.WaitForExit(30_000))
            _process.Kill();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitUntilReadyAsync()
    {
        using HttpClient client = new() { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        for (int i = 0; i < 600 && !_process.HasExited; i++)
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }

            await Task.Delay(200);
        }

        throw new InvalidOperationException(_process.HasExited ? $"soc ended with {_process.ExitCode}." : "soc was not ready after two minutes.");
    }

    private void Drain()
    {
        _process.OutputDataReceived += static (_, line) => Console.Error.WriteLine(line.Data);
        _process.BeginOutputReadLine();
    }

    private static async Task<string> RunAsync(string[] words, CancellationToken cancel)
    {
        using Process process = Process.Start(Info(words))!;
        string output;
        try
        {
            output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"'soc {string.Join(' ', words)}' ended with {process.ExitCode}.");
    }

    private static ProcessStartInfo Info(params string[] words) =>
        new(Path.Combine(SharedData.Root, "soc"), words) { RedirectStandardOutput = true, UseShellExecute = false };

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
