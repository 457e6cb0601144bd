using System.Buffers;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using SocCollector.Spool;

namespace SocCollector.Listeners;

/// <summary>
/// The server's side of RELP, the syslog wire that acknowledges. <c>rsp 200</c> is sent when the message is flushed in the
/// spool and not before: what a sender has seen acknowledged survives a crash.
/// </summary>
internal sealed partial class RelpListener(ListenerOptions options, LogSpool spool, TimeProvider time, ILogger<RelpListener> logger)
    : StreamListener(options, spool, time, logger, "syslog")
{
    private const int ReadBytes = 64 * 1024;

    /// <inheritdoc/>
    protected override async Task ServeAsync(Socket socket, RecordOrigin origin, CancellationToken stop)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        RelpAnswers answers = new(socket);
        Task answering = answers.RunAsync();
        try
        {
            int filled = 0;
            bool open = true;
            while (open)
            {
                int read = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None, stop).ConfigureAwait(false);
                if (read == 0)
                    break;
                filled += read;
                (int used, open) = await TakeAsync(buffer.AsMemory(0, filled), origin, answers).ConfigureAwait(false);
                filled -= used;
                buffer = MakeRoom(buffer, used, filled);
            }
        }
        catch (InvalidDataException e)
        {
            Counts.AddFramingErrors(1);
            Log.BrokenFrame(logger, Id, socket.RemoteEndPoint, e.Message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            // What was taken is acknowledged, also when the session is at its end: else the sender would send it again.
            answers.Complete();
            await answering.ConfigureAwait(false);
        }
    }

    /// <summary>Takes the whole frames of what was read; false when the session is at its end.</summary>
    private async ValueTask<(int Used, bool Open)> TakeAsync(ReadOnlyMemory<byte> input, RecordOrigin origin, RelpAnswers answers)
    {
        int used = 0;
        while (true)
        {
            SpoolBatch batch = Spool.Rent();
            List<int> transactions = [];
            RelpFrame? other;
            try
            {
                other = Fill(batch, transactions, input.Span, origin, ref used);
            }
            catch (InvalidDataException)
            {
                await HandOverAsync(batch, transactions, answers).ConfigureAwait(false);
                throw;
            }

            await HandOverAsync(batch, transactions, answers).ConfigureAwait(false);
            if (other is { } frame)
            {
                if (!await AnswerAsync(frame, input.Span[frame.Command].SequenceEqual("open"u8), input.Span[frame.Command].SequenceEqual("close"u8), answers).ConfigureAwait(false))
                    return (used, false);
            }
            else if (!batch.IsFull)
            {
                return (used, true);
            }
        }
    }

    /// <summary>Puts messages into the batch until it is full, the input ends, or a frame comes that is no message: that is returned.</summary>
    private RelpFrame? Fill(SpoolBatch batch, List<int> transactions, ReadOnlySpan<byte> input, in RecordOrigin origin, ref int used)
    {
        long now = Time.GetUtcNow().UtcTicks;
        while (!batch.IsFull && RelpFramer.TryRead(input[used..], out RelpFrame frame))
        {
            ReadOnlySpan<byte> rest = input[used..];
            used += frame.Consumed;
            if (!rest[frame.Command].SequenceEqual("syslog"u8))
                return frame with { Command = Shift(frame.Command, used - frame.Consumed), Data = Shift(frame.Data, used - frame.Consumed) };
            Add(batch, rest[frame.Data], origin, now);
            transactions.Add(frame.Transaction);
        }

        return null;
    }

    private void Add(SpoolBatch batch, ReadOnlySpan<byte> message, in RecordOrigin origin, long now)
    {
        // rsyslog's forwarding templates end in a line feed.
        if (message.Length > 0 && message[^1] == (byte)'\n')
            message = message[..^1];
        while (message.Length > SyslogFramer.LongestMessage)
        {
            batch.Add(message[..SyslogFramer.LongestMessage], origin, now);
            message = message[SyslogFramer.LongestMessage..];
            Counts.AddFramingErrors(1);
        }

        batch.Add(message, origin, now);
    }

    private async ValueTask HandOverAsync(SpoolBatch batch, List<int> transactions, RelpAnswers answers)
    {
        if (batch.Count == 0)
        {
            Spool.Return(batch);
            return;
        }

        Counts.Received(batch.Count, batch.Length);
        Task<long> durable = batch.WhenDurable();
        await Spool.HandOverAsync(batch, CancellationToken.None).ConfigureAwait(false);
        await answers.AddAsync(durable, transactions).ConfigureAwait(false);
    }

    private static async ValueTask<bool> AnswerAsync(RelpFrame frame, bool isOpen, bool isClose, RelpAnswers answers)
    {
        if (isOpen)
        {
            await answers.AddAsync(frame.Transaction, "200 OK\nrelp_version=0\nrelp_software=smartcity-soc\ncommands=syslog").ConfigureAwait(false);
            return true;
        }

        if (isClose)
        {
            await answers.AddCloseAsync(frame.Transaction).ConfigureAwait(false);
            return false;
        }

        await answers.AddAsync(frame.Transaction, "500 unknown command").ConfigureAwait(false);
        return true;
    }

    private static Range Shift(Range range, int by) => new(range.Start.Value + by, range.End.Value + by);

    private static byte[] MakeRoom(byte[] buffer, int used, int filled)
    {
        byte[] to = filled > buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(buffer.Length * 2) : buffer;
        buffer.AsSpan(used, filled).CopyTo(to);
        if (to != buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        return to;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.RelpBroken, LogLevel.Warning, "Listener '{Listener}' ended the RELP session of {Peer}: {Reason}. What it had sent before is kept.")]
        public static partial void BrokenFrame(ILogger logger, string listener, System.Net.EndPoint? peer, string reason);
    }
}
