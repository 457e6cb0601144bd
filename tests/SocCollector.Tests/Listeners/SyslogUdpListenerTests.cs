using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SocCollector.Listeners;
using SocCollector.Tests.Pipeline;
using Xunit;

namespace SocCollector.Tests.Listeners;

public sealed class SyslogUdpListenerTests
{
    [Fact]
    public async Task What_is_sent_is_received_or_counted_as_dropped()
    {
        const int Sent = 20_000;
        await using Collecting collecting = new();
        // A small buffer, so that the kernel has to drop some.
        await collecting.ListenAsync(spool => Udp(spool, "127.0.0.1", 16 * 1024));
        using (UdpClient client = new())
        {
            for (int i = 0; i < Sent; i++)
                client.Send(Encoding.ASCII.GetBytes($"<13>datagram {i}"), collecting.EndPoint);
        }

        ListenerCounts counts = collecting.Listener!.Counts;
        if (counts.Dropped is null)
            Assert.Skip("the system does not tell dropped datagrams (/proc/net/udp)");
        await Collecting.UntilAsync(() => counts.Records + counts.Dropped == Sent, "received + dropped is not what was sent");
        await collecting.StopAsync();
        Assert.Equal(Sent, counts.Records + counts.Dropped);
        Assert.Equal(counts.Records, collecting.Target.Messages.Count);
        Assert.Equal(counts.Records, collecting.Target.Messages.Distinct().Count());
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("::", "127.0.0.1")]
    public async Task A_datagram_is_a_message_of_its_sender(string listen, string send)
    {
        if (!Socket.OSSupportsIPv6)
            Assert.Skip("the machine has no IPv6");
        await using Collecting collecting = new();
        await collecting.ListenAsync(spool => Udp(spool, listen, 1024 * 1024));
        using UdpClient client = new(IPAddress.Parse(send).AddressFamily);
        byte[] largest = Encoding.ASCII.GetBytes("unclaimed " + new string('x', 60_000));
        await client.SendAsync("unclaimed\nwith a line feed"u8.ToArray(), new IPEndPoint(IPAddress.Parse(send), collecting.EndPoint.Port), Collecting.Cancel);
        await client.SendAsync(largest, new IPEndPoint(IPAddress.Parse(send), collecting.EndPoint.Port), Collecting.Cancel);
        await Collecting.UntilAsync(() => collecting.Target.Messages.Count == 2, "a datagram is missing");
        Assert.Equal(["unclaimed\nwith a line feed", Encoding.ASCII.GetString(largest)], collecting.Target.Messages);
        Assert.Equal(send, Assert.Single(collecting.Unclaimed.Snapshot()).Peer);
    }

    private static SyslogUdpListener Udp(SocCollector.Spool.LogSpool spool, string address, int buffer) =>
        new(new ListenerOptions { Id = "udp", Kind = ListenerKind.Udp, Address = address, ReceiveBufferBytes = buffer }, spool, TimeProvider.System, NullLogger<SyslogUdpListener>.Instance);
}
