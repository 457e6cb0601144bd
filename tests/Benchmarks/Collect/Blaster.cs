using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Benchmarks.Collect;

/// <summary>Sends a corpus over connections as fast as the other end takes it; TCP alone holds it back.</summary>
internal static class Blaster
{
    private const int Piece = 64 * 1024;

    public static Task SendAsync(IPEndPoint to, byte[] corpus, int connections, bool octet)
    {
        List<Task> sending = [];
        int from = 0;
        for (int c = 0; c < connections; c++)
        {
            int until = c == connections - 1 ? corpus.Length : LineEnd(corpus, (int)((long)corpus.Length * (c + 1) / connections));
            ReadOnlyMemory<byte> slice = corpus.AsMemory(from, until - from);
            from = until;
            // The counts are written before the clock starts.
            byte[]? counted = octet ? Count(slice.Span) : null;
            sending.Add(Task.Factory.StartNew(() => Send(to, (counted ?? slice).Span), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }

        return Task.WhenAll(sending);
    }

    private static void Send(IPEndPoint to, ReadOnlySpan<byte> bytes)
    {
        using Socket socket = new(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(to);
        while (bytes.Length > 0)
            bytes = bytes[socket.Send(bytes[..Math.Min(Piece, bytes.Length)])..];
        socket.Shutdown(SocketShutdown.Send);
        Span<byte> end = stackalloc byte[1];
        _ = socket.Receive(end, SocketFlags.None, out _);
    }

    private static byte[] Count(ReadOnlySpan<byte> lines)
    {
        using MemoryStream framed = new(lines.Length + (lines.Length / 32));
        while (lines.Length > 0)
        {
            int length = lines.IndexOf((byte)'\n');
            framed.Write(Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture)));
            framed.WriteByte((byte)' ');
            framed.Write(lines[..length]);
            lines = lines[(length + 1)..];
        }

        return framed.ToArray();
    }

    private static int LineEnd(byte[] corpus, int from) => from + corpus.AsSpan(from).IndexOf((byte)'\n') + 1;
}
