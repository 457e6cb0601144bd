using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using SocCollector.Spool;

namespace SocCollector.Listeners;

/// <summary>
/// Syslog over UDP, one datagram a message (RFC 5426). A thread of its own receives straight into the spool's batch. What
/// the kernel drops when nobody reads in time is read from its socket table and counted, never guessed.
/// </summary>
internal sealed partial class SyslogUdpListener : IListener
{
    /// <summary>One more than the largest datagram: when it is filled, something was cut off.</summary>
    private const int Room = 64 * 1024;

    private const int MostPeers = 10_000;

    private readonly ListenerOptions _options;
    private readonly LogSpool _spool;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ushort _index;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<SocketAddress, RecordOrigin> _peers = [];
    private Thread? _thread;
    private Socket? _socket;
    private UdpDrops? _drops;
    private ITimer? _timer;

    public SyslogUdpListener(ListenerOptions options, LogSpool spool, TimeProvider time, ILogger<SyslogUdpListener> logger)
    {
        _options = options;
        _spool = spool;
        _time = time;
        _logger = logger;
        _index = spool.Listeners.IndexOf(options.Id, "syslog");
    }

    /// <inheritdoc/>
    public string Id => _options.Id;

    /// <inheritdoc/>
    public ListenerKind Kind => ListenerKind.Udp;

    /// <inheritdoc/>
    public IPEndPoint? EndPoint { get; private set; }

    /// <inheritdoc/>
    public ListenerCounts Counts { get; } = new();

    /// <inheritdoc/>
    public void Start()
    {
        IPAddress address = IPAddress.Parse(_options.Address);
        Socket socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.ReceiveBufferSize = _options.ReceiveBufferBytes;
            socket.Bind(new IPEndPoint(address, _options.Port));
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"Listener '{Id}' cannot listen on {_options.Address} port {_options.Port}: {e.Message}. Choose another port, or end what has it.", e);
        }

        _socket = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        // The kernel may grant less than was asked for; it reports twice what it grants.
        if (socket.ReceiveBufferSize / 2 < _options.ReceiveBufferBytes)
            Log.SmallBuffer(_logger, Id, _options.ReceiveBufferBytes, socket.ReceiveBufferSize / 2);
        Log.Started(_logger, Id, EndPoint);
        _drops = UdpDrops.Of(socket.SafeHandle);
        ReadDrops();
        _timer = _time.CreateTimer(_ => ReadDrops(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _thread = new Thread(Run) { Name = $"udp {Id}", IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_timer is not null)
            await _timer.DisposeAsync().ConfigureAwait(false);
        ReadDrops();
        _socket?.Dispose();
        if (_thread is not null)
            await Task.Run(_thread.Join).ConfigureAwait(false);
        Log.Stopped(_logger, Id, Counts.Records);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Run()
    {
        Socket socket = _socket!;
        SocketAddress sender = new(socket.AddressFamily);
        while (!_stop.IsCancellationRequested)
        {
            SpoolBatch batch = _spool.Rent();
            long bytes = 0;
            try
            {
                do
                {
                    bytes += Receive(socket, batch, sender);
                }
                while (!batch.IsFull && socket.Available > 0);
            }
            catch (SocketException e)
            {
                if (!_stop.IsCancellationRequested)
                    Log.Trouble(_logger, Id, e.Message);
            }
            catch (ObjectDisposedException)
            {
                // Stopping.
            }

            HandOver(batch, bytes);
        }
    }

    private int Receive(Socket socket, SpoolBatch batch, SocketAddress sender)
    {
        Memory<byte> room = batch.Reserve(Room);
        int length = socket.ReceiveFrom(room.Span, SocketFlags.None, sender);
        if (length == Room)
            Counts.AddTruncated();
        batch.Commit(length, OriginOf(sender), _time.GetUtcNow().UtcTicks);
        return length;
    }

    private void HandOver(SpoolBatch batch, long bytes)
    {
        if (batch.Count == 0)
        {
            _spool.Return(batch);
            return;
        }

        Counts.Received(batch.Count, bytes);
        _spool.HandOver(batch, CancellationToken.None);
    }

    private RecordOrigin OriginOf(SocketAddress sender)
    {
        ClearPort(sender);
        if (_peers.TryGetValue(sender, out RecordOrigin known))
            return known;
        if (_peers.Count >= MostPeers)
            _peers.Clear();
        SocketAddress key = new(sender.Family, sender.Size);
        sender.Buffer.Span[..sender.Size].CopyTo(key.Buffer.Span);
        IPEndPoint any = new(sender.Family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        RecordOrigin origin = new(_index, PeerName.Of(((IPEndPoint)any.Create(key)).Address));
        _peers.Add(key, origin);
        return origin;
    }

    /// <summary>A sender is an address, whatever port it sends from; the port lies at 2 in both families.</summary>
    private static void ClearPort(SocketAddress sender)
    {
        sender[2] = 0;
        sender[3] = 0;
    }

    private void ReadDrops()
    {
        if (_drops?.Read() is { } dropped)
            Counts.SetDropped(dropped);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ListenerStarted, LogLevel.Information, "Listener '{Listener}' takes datagrams on {EndPoint}.")]
        public static partial void Started(ILogger logger, string listener, EndPoint endPoint);

        [LoggerMessage(EventIds.ListenerStopped, LogLevel.Information, "Listener '{Listener}' stopped after {Records} records.")]
        public static partial void Stopped(ILogger logger, string listener, long records);

        [LoggerMessage(EventIds.ListenerTrouble, LogLevel.Error, "Listener '{Listener}' cannot receive: {Reason}")]
        public static partial void Trouble(ILogger logger, string listener, string reason);

        [LoggerMessage(EventIds.ListenerBuffer, LogLevel.Warning, "Listener '{Listener}' asked for a receive buffer of {Asked} bytes and the kernel grants {Granted}; bursts beyond it are dropped and counted. Raise net.core.rmem_max.")]
        public static partial void SmallBuffer(ILogger logger, string listener, int asked, int granted);
    }
}
