using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SocHost.Simulation.Sending;

/// <summary>Sends a city's lines over real sockets and into real files, each line by the way that its machine uses.</summary>
internal sealed class CitySender(CityEndpoints endpoints) : IAsyncDisposable
{
    // A tailing collector polls: a file that is written in blocks would make whole minutes of a fast replay late.
    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<string, FileStream> _files = [];
    private Socket? _udp;
    private TcpClient? _tcpConnection;
    private BufferedStream? _tcp;
    private RelpClient? _relp;

    /// <summary>How many lines were sent.</summary>
    public long Sent { get; private set; }

    /// <summary>
    /// Sends lines at the pace of their own times: <paramref name="speed"/> virtual seconds a second, so that what happened
    /// over an hour arrives, in order, within seconds.
    /// </summary>
    public async Task PlayAsync(IEnumerable<CityLine> lines, double speed, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        long began = clock.GetTimestamp();
        TimeSpan flushed = TimeSpan.Zero;
        DateTimeOffset? first = null;
        foreach (CityLine line in lines)
        {
            first ??= line.Time;
            TimeSpan due = (line.Time - first.Value) / speed;
            TimeSpan now = clock.GetElapsedTime(began);
            if (due - now > TimeSpan.FromMilliseconds(10))
            {
                await FlushAsync(cancel);
                flushed = now;
                await Task.Delay(due - now, clock, cancel);
            }
            else if (now - flushed > FlushInterval)
            {
                await FlushAsync(cancel);
                flushed = now;
            }

            await SendAsync(line, cancel);
        }

        await FlushAsync(cancel);
    }

    /// <summary>Sends lines at a fixed number a second for a time, whatever their own times are.</summary>
    public async Task PourAsync(IEnumerable<CityLine> lines, double perSecond, TimeSpan duration, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        long began = clock.GetTimestamp();
        long sent = 0;
        using IEnumerator<CityLine> next = lines.GetEnumerator();
        for (TimeSpan now = TimeSpan.Zero; now < duration; now = clock.GetElapsedTime(began))
        {
            for (long due = (long)(perSecond * now.TotalSeconds); sent < due && next.MoveNext(); sent++)
                await SendAsync(next.Current, cancel);
            await FlushAsync(cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(5), clock, cancel);
        }

        await FlushAsync(cancel);
    }

    /// <summary>Sends one line; what is buffered goes out with <see cref="FlushAsync"/>.</summary>
    public async ValueTask SendAsync(CityLine line, CancellationToken cancel)
    {
        switch (line.Channel)
        {
            case CityChannel.SyslogUdp:
                IPEndPoint to = endpoints.Udp ?? throw NoWay(line);
                _udp ??= new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
                await _udp.SendToAsync(line.Bytes, SocketFlags.None, to, cancel);
                break;
            case CityChannel.SyslogTcp:
                await SendTcpAsync(line, cancel);
                break;
            case CityChannel.Relp:
                _relp ??= await RelpClient.ConnectAsync(endpoints.Relp ?? throw NoWay(line), cancel);
                await _relp.SendAsync(line.Bytes, cancel);
                break;
            default:
                FileStream file = FileOf(line);
                await file.WriteAsync(line.Bytes, cancel);
                file.WriteByte((byte)'\n');
                break;
        }

        Sent++;
    }

    /// <summary>Hands everything buffered to the kernel; RELP messages are acknowledged when it returns.</summary>
    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        if (_tcp is not null)
            await _tcp.FlushAsync(cancel);
        if (_relp is not null)
            await _relp.FlushAsync(cancel);
        foreach (FileStream file in _files.Values)
            await file.FlushAsync(cancel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _udp?.Dispose();
        if (_tcp is not null)
            await _tcp.DisposeAsync();
        _tcpConnection?.Dispose();
        if (_relp is not null)
            await _relp.DisposeAsync();
        foreach (FileStream file in _files.Values)
            await file.DisposeAsync();
    }

    // RFC 6587 has two framings and the city has both: old devices end a line with LF, RFC 5424 senders count octets.
    private async ValueTask SendTcpAsync(CityLine line, CancellationToken cancel)
    {
        if (_tcp is null)
        {
            IPEndPoint to = endpoints.Tcp ?? throw NoWay(line);
            _tcpConnection = new TcpClient(to.AddressFamily) { NoDelay = true };
            await _tcpConnection.ConnectAsync(to, cancel);
            _tcp = new BufferedStream(_tcpConnection.GetStream(), 64 * 1024);
        }

        bool counted = line.Bytes.Span.IndexOf(">1 "u8) is > 0 and < 5;
        if (counted)
            await _tcp.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{line.Bytes.Length} ")), cancel);
        await _tcp.WriteAsync(line.Bytes, cancel);
        if (!counted)
            _tcp.WriteByte((byte)'\n');
    }

    private FileStream FileOf(CityLine line)
    {
        if (_files.TryGetValue(line.Peer, out FileStream? open))
            return open;
        string path = Path.Combine(endpoints.Folder ?? throw NoWay(line), line.Peer);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 16 * 1024);
        _files.Add(line.Peer, file);
        return file;
    }

    private static InvalidOperationException NoWay(CityLine line) =>
        new($"A line of '{line.System}' goes by {line.Channel}, and no such endpoint was given. Give one, or leave that system out.");
}
