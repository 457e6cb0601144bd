using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SocTesting;

namespace SocHost.Tests.Running;

/// <summary>The real program as a process of its own, with a folder of its own; what it starts is ended by its process id.</summary>
internal sealed class SocProcess : IAsyncDisposable
{
    /// <summary>The longest that anything is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly StringBuilder _output = new();
    private Process? _process;

    public SocProcess()
    {
        Folder = Directory.CreateTempSubdirectory("soc-test-").FullName;
        ApiPort = FreePort();
    }

    /// <summary>Settings, data and inputs of this run.</summary>
    public string Folder { get; }

    /// <summary>The data folder.</summary>
    public string DataFolder => Path.Combine(Folder, "data");

    /// <summary>Where the API listens.</summary>
    public int ApiPort { get; }

    /// <summary>What the process printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>The program under test: built beside the tests.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "soc.dll");

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks how many events there are, from so long ago until tomorrow.</summary>
    public static Uri CountUri(TimeSpan back)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new Uri($"/api/v1/events/histogram?from={now - back:yyyy-MM-ddTHH:mm:ss}Z&to={now.AddDays(1):yyyy-MM-ddTHH:mm:ss}Z", UriKind.Relative);
    }

    /// <summary>Writes the settings file.</summary>
    public void Configure(string json) => File.WriteAllText(Path.Combine(Folder, "soc.json"), json);

    /// <summary>Starts <c>soc run</c> and waits until it is ready; returns how long that took.</summary>
    public Task<TimeSpan> StartAsync(params string[] more) => StartAsync(null, more);

    /// <summary>The same, with more in its environment.</summary>
    public async Task<TimeSpan> StartAsync(IReadOnlyDictionary<string, string>? environment, params string[] more)
    {
        long started = Stopwatch.GetTimestamp();
        ProcessStartInfo start = StartInfo(["run", "--data", DataFolder, "--config", Path.Combine(Folder, "soc.json"), .. more]);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        // Every role answers on the local socket.
        using HttpClient http = LocalClient();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"soc ended with {_process.ExitCode}:\n{Output}");
            try
            {
                using HttpResponseMessage answer = await http.GetAsync(new Uri("http://soc/health/ready"));
                if (answer.StatusCode == HttpStatusCode.OK)
                    return Stopwatch.GetElapsedTime(started);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"soc was not ready after {Patience.TotalSeconds:0} s:\n{Output}");
    }

    /// <summary>SIGKILL, no goodbye.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Whether it runs, stopped or not.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Sends a signal by its name: STOP holds it where it is, CONT lets it go on.</summary>
    public async Task SignalAsync(string name)
    {
        using Process? kill = Process.Start("kill", [$"-{name}", _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill!.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        await _process!.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
        int code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    /// <summary>Waits until it has printed that: what it prints comes by a pipe, behind what it answers.</summary>
    public async Task SaysAsync(string text)
    {
        long began = Stopwatch.GetTimestamp();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"soc did not say '{text}' within {Patience.TotalSeconds:0} s:\n{Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>
    /// Asks until the answer is as awaited, and gives it back. What is asked for comes; how soon, on a machine that does other
    /// things too, is not what a test is about.
    /// </summary>
    public static async Task<JsonElement> WaitForAsync(HttpClient client, Uri uri, Func<JsonElement, bool> until)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            using JsonDocument answer = JsonDocument.Parse(await client.GetStringAsync(uri));
            if (until(answer.RootElement))
                return answer.RootElement.Clone();
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"{uri} did not answer as awaited within {Patience.TotalSeconds:0} s, but: {answer.RootElement}");
            await Task.Delay(100);
        }
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Out, string Error)> RunAsync(IReadOnlyList<string> arguments, string? input = null)
    {
        ProcessStartInfo info = StartInfo(arguments);
        info.RedirectStandardInput = true;
        using Process process = Process.Start(info)!;
        if (input is not null)
            await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Runs a command on this run's data folder and settings.</summary>
    public Task<(int Code, string Out, string Error)> CommandAsync(params string[] arguments) =>
        RunAsync([.. arguments, "--data", DataFolder, "--config", Path.Combine(Folder, "soc.json")]);

    /// <summary>A client with a token of that role and agency.</summary>
    public async Task<HttpClient> ClientAsync(string role = "lead", string agency = "soc")
    {
        (int code, string token, string error) = await CommandAsync("token", "create", "--role", role, "--agency", agency);
        if (code != 0)
            throw new InvalidOperationException(error);
        HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{ApiPort}") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token.Trim());
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private HttpClient LocalClient() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            Socket unix = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await unix.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(DataFolder, "soc.sock")), cancel);
                return new NetworkStream(unix, ownsSocket: true);
            }
            catch (SocketException e)
            {
                unix.Dispose();
                throw new HttpRequestException("not listening yet", e);
            }
        },
    })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private static ProcessStartInfo StartInfo(IReadOnlyList<string> arguments)
    {
        ProcessStartInfo info = new("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        info.Environment["SOC_ROOT"] = SharedData.Root;
        return info;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
            _output.AppendLine(line.Data);
    }
}
