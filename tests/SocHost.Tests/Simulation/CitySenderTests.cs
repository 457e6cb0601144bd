using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SocHost.Simulation;
using SocHost.Simulation.Sending;
using Xunit;

namespace SocHost.Tests.Simulation;

public sealed class CitySenderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_line_goes_out_by_its_own_channel_and_framing()
    {
        using Socket udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using TcpListener tcp = new(IPAddress.Loopback, 0);
        tcp.Start();
        string folder = Directory.CreateTempSubdirectory("soc-city").FullName;
        try
        {
            await using (CitySender sender = new(new CityEndpoints((IPEndPoint)udp.LocalEndPoint!, (IPEndPoint)tcp.LocalEndpoint, null, folder)))
            {
                await sender.SendAsync(Line(CityChannel.SyslogUdp, "<4>a", "fw"), Cancel);
                await sender.SendAsync(Line(CityChannel.SyslogTcp, "<4>Mar 12 02:00:00 h p: old", "h"), Cancel);
                await sender.SendAsync(Line(CityChannel.SyslogTcp, "<133>1 - h p - - - đếm", "h"), Cancel);
                await sender.SendAsync(Line(CityChannel.File, "{}", "parking/payment.ndjson"), Cancel);
                await sender.FlushAsync(Cancel);
                Assert.Equal(4, sender.Sent);
            }

            byte[] datagram = new byte[64];
            int length = await udp.ReceiveAsync(datagram, SocketFlags.None, Cancel);
            using TcpClient peer = await tcp.AcceptTcpClientAsync(Cancel);
            using StreamReader reader = new(peer.GetStream(), Encoding.UTF8);

            Assert.Equal("<4>a", Encoding.UTF8.GetString(datagram, 0, length));
            Assert.Equal("<4>Mar 12 02:00:00 h p: old\n25 <133>1 - h p - - - đếm", await reader.ReadToEndAsync(Cancel));
            Assert.Equal("{}\n", await File.ReadAllTextAsync(Path.Combine(folder, "parking", "payment.ndjson"), Cancel));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Relp_numbers_its_frames_and_returns_from_a_flush_when_all_are_acknowledged()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task<List<string>> receiver = ReceiveRelpAsync(listener, answer: "200 OK");
        await using (RelpClient client = await RelpClient.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Cancel))
        {
            for (int i = 0; i < 400; i++)
                await client.SendAsync(Encoding.UTF8.GetBytes($"message {i}\nwith a line end"), Cancel);
            await client.FlushAsync(Cancel);
        }

        List<string> frames = await receiver;
        Assert.Equal(401, frames.Count);
        Assert.StartsWith("1 open relp_version=0", frames[0], StringComparison.Ordinal);
        Assert.Equal("2 syslog message 0\nwith a line end", frames[1]);
        Assert.Equal("401 syslog message 399\nwith a line end", frames[400]);
    }

    [Fact]
    public async Task A_refused_relp_message_is_an_error_that_gives_the_receivers_words()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task<List<string>> receiver = ReceiveRelpAsync(listener, answer: "500 disk full");
        IOException error;
        await using (RelpClient client = await RelpClient.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Cancel))
        {
            await client.SendAsync("x"u8.ToArray(), Cancel);
            error = await Assert.ThrowsAsync<IOException>(async () => await client.FlushAsync(Cancel));
        }

        await receiver;
        Assert.Contains("500 disk full", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_a_way_is_refused_with_its_system_and_channel()
    {
        await using CitySender sender = new(new CityEndpoints(null, null, null, null));

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await sender.SendAsync(Line(CityChannel.Relp, "x", "srv-cong-01"), Cancel));

        Assert.Contains("'infra'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Relp", error.Message, StringComparison.Ordinal);
    }

    private static CityLine Line(CityChannel channel, string text, string peer) =>
        new("infra", channel, Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch, peer);

    /// <summary>Reads RELP frames until the sender goes, answering in small pieces, several answers at a time.</summary>
    private static async Task<List<string>> ReceiveRelpAsync(TcpListener listener, string answer)
    {
        List<string> frames = [];
        using TcpClient peer = await listener.AcceptTcpClientAsync(Cancel);
        NetworkStream stream = peer.GetStream();
        ArrayBufferWriter<byte> held = new();
        int used = 0;
        byte[] piece = new byte[1000];
        while (true)
        {
            int read;
            try
            {
                read = await stream.ReadAsync(piece, Cancel);
            }
            catch (IOException)
            {
                return frames;
            }

            if (read == 0)
                return frames;
            held.Write(piece.AsSpan(0, read));
            StringBuilder answers = new();
            while (TryFrame(held.WrittenSpan[used..], out int length, out string number, out string frame))
            {
                used += length;
                frames.Add(frame);
                string text = frames.Count == 1 ? "200 OK\nrelp_version=0\ncommands=syslog" : answer;
                answers.Append(CultureInfo.InvariantCulture, $"{number} rsp {Encoding.UTF8.GetByteCount(text)} {text}\n");
            }

            byte[] bytes = Encoding.UTF8.GetBytes(answers.ToString());
            for (int at = 0; at < bytes.Length; at += 7)
                await stream.WriteAsync(bytes.AsMemory(at, Math.Min(7, bytes.Length - at)), Cancel);
        }
    }

    private static bool TryFrame(ReadOnlySpan<byte> bytes, out int length, out string number, out string frame)
    {
        (length, number, frame) = (0, "", "");
        string text = Encoding.Latin1.GetString(bytes);
        string[] parts = text.Split(' ', 4);
        if (parts.Length < 4)
            return false;
        int size = int.Parse(parts[2], CultureInfo.InvariantCulture);
        int head = parts[0].Length + parts[1].Length + parts[2].Length + 3;
        if (bytes.Length < head + size + 1)
            return false;
        number = parts[0];
        frame = $"{number} {parts[1]} {Encoding.UTF8.GetString(bytes.Slice(head, size))}";
        length = head + size + 1;
        return true;
    }
}
