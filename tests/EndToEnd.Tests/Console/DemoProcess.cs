using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using SocTesting;

namespace EndToEnd.Tests.Console;

/// <summary><c>soc demo</c> as somebody would start it: the real program on a free port, with a data folder of its own.</summary>
internal sealed partial class DemoProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("soc-demo-");
    private readonly TaskCompletionSource<string> _link = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    public DemoProcess()
    {
        ProcessStartInfo info = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "soc.dll"), "demo", "--port", "0", "--data", _folder.FullName])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = SharedData.Root,
        };
        _process = Process.Start(info)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _link.TrySetException(new InvalidOperationException($"soc demo ended:\n{Output}"));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>The sign-in link, once it is printed.</summary>
    public Task<string> LinkAsync() => _link.Task.WaitAsync(TimeSpan.FromMinutes(4), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (_output)
            _output.AppendLine(line.Data);
        if (SignIn().Match(line.Data) is { Success: true } link)
            _link.TrySetResult(link.Value);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/signin/[A-Za-z0-9_-]+")]
    private static partial Regex SignIn();
}
