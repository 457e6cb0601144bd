using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using SocCollector.Spool;

namespace SocCollector.Listeners;

/// <summary>What the wires over TCP share: accepting, counting and ending connections.</summary>
internal abstract partial class StreamListener : IListener
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    private readonly ListenerOptions _options;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private readonly CancellationTokenSource _stop = new();
    private Socket? _socket;
    private Task _accepting = Task.CompletedTask;

    protected StreamListener(ListenerOptions options, LogSpool spool, TimeProvider time, ILogger logger, string wire)
    {
        _options = options;
        _logger = logger;
        Spool = spool;
        Time = time;
        Index = spool.Listeners.IndexOf(options.Id, wire);
    }

    /// <inheritdoc/>
    public string Id => _options.Id;

    /// <inheritdoc/>
    public ListenerKind Kind => _options.Kind;

    /// <inheritdoc/>
    public IPEndPoint? EndPoint { get; private set; }

    /// <inheritdoc/>
    public ListenerCounts Counts { get; } = new();

    protected LogSpool Spool { get; }

    protected TimeProvider Time { get; }

    protected ushort Index { get; }

    /// <inheritdoc/>
    public void Start()
    {
        IPAddress address = IPAddress.Parse(_options.Address);
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(address, _options.Port));
            socket.Listen(512);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"Listener '{Id}' cannot listen on {_options.Address} port {_options.Port}: {e.Message}. Choose another port, or end what has it.", e);
        }

        _socket = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        Log.Started(_logger, Id, EndPoint);
        _accepting = Task.Run(AcceptAsync);
    }

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket?.Dispose();
        await _accepting.ConfigureAwait(false);
        Task all = Task.WhenAll(_connections.Values);
        if (await Task.WhenAny(all, Task.Delay(StopWithin, Time)).ConfigureAwait(false) != all)
        {
            foreach (Socket socket in _connections.Keys)
                socket.Dispose();
        }

        Log.Stopped(_logger, Id, Counts.Records);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>Serves a connection until its end, or until the token says to take nothing more.</summary>
    protected abstract Task ServeAsync(Socket socket, RecordOrigin origin, CancellationToken stop);

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _socket!.AcceptAsync(_stop.Token).ConfigureAwait(false);
                if (_connections.Count >= _options.MaxConnections)
                {
                    Counts.AddRefused();
                    Log.Refused(_logger, Id, socket.RemoteEndPoint, _options.MaxConnections);
                    socket.Dispose();
                    continue;
                }

                socket.NoDelay = true;
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                _connections[socket] = Task.CompletedTask;
                Task serving = Task.Run(() => RunAsync(socket));
                _connections.TryUpdate(socket, serving, Task.CompletedTask);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // Out of file handles, or a client that went away while it waited: the next one may be well.
                Log.Trouble(_logger, Id, e.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(100), Time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task RunAsync(Socket socket)
    {
        Counts.Opened();
        EndPoint? peer = null;
        try
        {
            peer = socket.RemoteEndPoint;
            RecordOrigin origin = new(Index, PeerName.Of(((IPEndPoint)peer!).Address));
            await ServeAsync(socket, origin, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping, while the spool held the connection back.
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            Log.ConnectionLost(_logger, Id, peer, e.Message);
        }
        finally
        {
            socket.Dispose();
            Counts.Closed();
            _connections.TryRemove(socket, out _);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ListenerStarted, LogLevel.Information, "Listener '{Listener}' takes lines on {EndPoint}.")]
        public static partial void Started(ILogger logger, string listener, EndPoint endPoint);

        [LoggerMessage(EventIds.ListenerStopped, LogLevel.Information, "Listener '{Listener}' stopped after {Records} records.")]
        public static partial void Stopped(ILogger logger, string listener, long records);

        [LoggerMessage(EventIds.ListenerTrouble, LogLevel.Error, "Listener '{Listener}' cannot accept a connection: {Reason}")]
        public static partial void Trouble(ILogger logger, string listener, string reason);

        [LoggerMessage(EventIds.ConnectionRefused, LogLevel.Warning, "Listener '{Listener}' turned {Peer} away: it has {Limit} connections, the most that its MaxConnections allows.")]
        public static partial void Refused(ILogger logger, string listener, EndPoint? peer, int limit);

        [LoggerMessage(EventIds.ConnectionLost, LogLevel.Information, "Listener '{Listener}' lost the connection of {Peer}: {Reason}")]
        public static partial void ConnectionLost(ILogger logger, string listener, EndPoint? peer, string reason);
    }
}
