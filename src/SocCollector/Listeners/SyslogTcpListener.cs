using System.Buffers;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using SocCollector.Spool;

namespace SocCollector.Listeners;

/// <summary>
/// Syslog over TCP. While the spool holds back, a connection is not read, and TCP holds the sender back. Connections never
/// mix: a message begins and ends in one.
/// </summary>
internal sealed class SyslogTcpListener(ListenerOptions options, LogSpool spool, TimeProvider time, ILogger<SyslogTcpListener> logger)
    : StreamListener(options, spool, time, logger, "syslog")
{
    private const int ReadBytes = 16 * 1024;

    /// <summary>A connection that fills its buffer gets this one the next time.</summary>
    private const int BusyReadBytes = 256 * 1024;

    /// <inheritdoc/>
    protected override async Task ServeAsync(Socket socket, RecordOrigin origin, CancellationToken stop)
    {
        SyslogFramer framer = new();
        byte[]? buffer = null;
        int filled = 0;
        int readBytes = ReadBytes;
        try
        {
            bool ended = false;
            while (!ended)
            {
                if (buffer is null)
                {
                    // An idle connection holds no buffer.
                    ended = await ReceiveAsync(socket, Memory<byte>.Empty, stop).ConfigureAwait(false) < 0;
                    buffer = ArrayPool<byte>.Shared.Rent(readBytes);
                }

                int read = ended ? 0 : await ReceiveAsync(socket, buffer.AsMemory(filled), stop).ConfigureAwait(false);
                ended = read <= 0;
                readBytes = read == buffer.Length - filled ? BusyReadBytes : read < ReadBytes ? ReadBytes : readBytes;
                filled += Math.Max(0, read);
                int used = await HandOverAsync(buffer.AsMemory(0, filled), framer, ended, origin).ConfigureAwait(false);
                filled -= used;
                if (filled == 0)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = null;
                }
                else
                {
                    buffer = MakeRoom(buffer, used, filled);
                }
            }
        }
        finally
        {
            if (buffer is not null)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Takes the complete frames out of what was read; returns how much of it is done with.</summary>
    private async ValueTask<int> HandOverAsync(ReadOnlyMemory<byte> input, SyslogFramer framer, bool ended, RecordOrigin origin)
    {
        int used = 0;
        bool more = true;
        while (more)
        {
            SpoolBatch batch = Spool.Rent();
            long errors = framer.Errors;
            more = Fill(batch, input.Span, framer, ended, origin, ref used);
            Counts.AddFramingErrors(framer.Errors - errors);
            if (batch.Count == 0)
                Spool.Return(batch);
            else
                await Spool.HandOverAsync(batch, CancellationToken.None).ConfigureAwait(false);
        }

        return used;
    }

    /// <summary>True when the batch is full and there is more.</summary>
    private bool Fill(SpoolBatch batch, ReadOnlySpan<byte> input, SyslogFramer framer, bool ended, in RecordOrigin origin, ref int used)
    {
        long now = Time.GetUtcNow().UtcTicks;
        long bytes = 0;
        while (!batch.IsFull)
        {
            bool found = framer.TryRead(input[used..], ended, out Frame frame);
            if (!found)
            {
                used += frame.Consumed;
                Counts.Received(batch.Count, bytes);
                return false;
            }

            batch.Add(input.Slice(used + frame.Start, frame.Length), origin, now);
            bytes += frame.Length;
            used += frame.Consumed;
        }

        Counts.Received(batch.Count, bytes);
        return true;
    }

    /// <summary>Bytes read; 0 at the sender's end; −1 when the connection broke or the listener stops: what is there is still a message.</summary>
    private static async ValueTask<int> ReceiveAsync(Socket socket, Memory<byte> room, CancellationToken stop)
    {
        try
        {
            return await socket.ReceiveAsync(room, SocketFlags.None, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return -1;
        }
    }

    private static byte[] MakeRoom(byte[] buffer, int used, int filled)
    {
        byte[] to = buffer;
        if (filled > buffer.Length / 2)
            to = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(used, filled).CopyTo(to);
        if (to != buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        return to;
    }
}
