using System.Diagnostics;
using System.Net;

namespace Benchmarks.Collect;

/// <summary>A collector under test: a process that listens on a port and writes one line a message into a file.</summary>
internal sealed class Contender : IDisposable
{
    private readonly Process _process;
    private bool _disposed;

    private Contender(string name, Process process, IPEndPoint endPoint, string output)
    {
        Name = name;
        _process = process;
        EndPoint = endPoint;
        Output = output;
    }

    public string Name { get; }

    public IPEndPoint EndPoint { get; }

    public string Output { get; }

    public int Id => _process.Id;

    /// <summary>Starts a process that prints its port as its first line.</summary>
    public static async Task<Contender> StartAsync(string name, ProcessStartInfo command, string output)
    {
        command.RedirectStandardOutput = true;
        Process process = Process.Start(command)!;
        string? port = await process.StandardOutput.ReadLineAsync();
        return int.TryParse(port, System.Globalization.CultureInfo.InvariantCulture, out int number)
            ? new Contender(name, process, new IPEndPoint(IPAddress.Loopback, number), output)
            : throw new InvalidOperationException($"{name} printed '{port}', not its port.");
    }

    /// <summary>Starts a process that listens on a port that was given to it.</summary>
    public static async Task<Contender> StartAsync(string name, ProcessStartInfo command, int port, string output)
    {
        Contender contender = new(name, Process.Start(command)!, new IPEndPoint(IPAddress.Loopback, port), output);
        for (int i = 0; i < 200; i++)
        {
            using System.Net.Sockets.Socket socket = new(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(contender.EndPoint);
                return contender;
            }
            catch (System.Net.Sockets.SocketException)
            {
                await Task.Delay(50);
            }
        }

        contender.Dispose();
        throw new InvalidOperationException($"{name} does not listen on port {port}.");
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (!_process.HasExited)
        {
            using Process? ended = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            ended?.WaitForExit();
            if (!_process.WaitForExit(20_000))
                _process.Kill();
        }

        _process.Dispose();
    }
}
