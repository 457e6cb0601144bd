using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SocCollector.Listeners;
using SocCollector.Tests.Pipeline;
using Xunit;

namespace SocCollector.Tests.Listeners;

public sealed class SyslogTcpListenerTests
{
    [Fact]
    public async Task Lines_of_many_connections_are_delivered_once_each_in_the_order_of_their_connection()
    {
        await using Collecting collecting = new();
        await collecting.ListenAsync(Tcp);
        const int Connections = 4;
        const int Lines = 5_000;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(c => Task.Run(() => Send(collecting, c, Lines), Collecting.Cancel)));
        await Collecting.UntilAsync(() => collecting.Target.Messages.Count == Connections * Lines, "not all lines arrived");
        await collecting.StopAsync();

        for (int c = 0; c < Connections; c++)
        {
            string prefix = $"<13>c{c} ";
            IEnumerable<string> expected = Enumerable.Range(0, Lines).Select(i => $"{prefix}line {i}");
            Assert.Equal(expected, collecting.Target.Messages.Where(m => m.StartsWith(prefix, StringComparison.Ordinal)));
        }

        Assert.Equal(0, collecting.Pipeline.Accounting.Difference);
        Assert.Equal(Connections * Lines, collecting.Pipeline.Accounting.Stored);
        Assert.Equal(Connections * Lines, collecting.Listener!.Counts.Records);
    }

    [Fact]
    public async Task The_fragment_at_the_end_of_a_connection_is_a_message()
    {
        await using Collecting collecting = new();
        await collecting.ListenAsync(Tcp);
        await SendAsync(collecting, "<13>whole\n<13>cut off in the mid"u8.ToArray());
        await Collecting.UntilAsync(() => collecting.Target.Messages.Count == 2, "the fragment is missing");
        Assert.Equal(["<13>whole", "<13>cut off in the mid"], collecting.Target.Messages);
    }

    [Fact]
    public async Task Both_framings_and_all_line_ends_mix_on_one_connection()
    {
        await using Collecting collecting = new();
        await collecting.ListenAsync(Tcp);
        await SendAsync(collecting, "<13>lf\n10 <13>octets<13>crlf\r\n<13>nul\0\n9 <13>a\nb c<13>end\n"u8.ToArray());
        await Collecting.UntilAsync(() => collecting.Target.Messages.Count == 6, "frames are missing");
        Assert.Equal(["<13>lf", "<13>octets", "<13>crlf", "<13>nul", "<13>a\nb c", "<13>end"], collecting.Target.Messages);
    }

    [Fact]
    public async Task A_message_of_a_mebibyte_passes_whole()
    {
        await using Collecting collecting = new();
        await collecting.ListenAsync(Tcp);
        string text = "<13>" + new string('x', SyslogFramer.LongestMessage - 4);
        await SendAsync(collecting, Encoding.ASCII.GetBytes($"{text.Length} {text}<13>behind\n"));
        await Collecting.UntilAsync(() => collecting.Target.Messages.Count == 2, "the long message is missing");
        Assert.Equal([text, "<13>behind"], collecting.Target.Messages);
    }

    [Fact]
    public async Task The_sender_is_named_by_its_address()
    {
        await using Collecting collecting = new();
        await collecting.ListenAsync(spool => new SyslogTcpListener(new ListenerOptions { Id = "tcp", Kind = ListenerKind.Tcp, Address = "::" }, spool, TimeProvider.System, NullLogger<SyslogTcpListener>.Instance));
        await SendAsync(collecting, "unclaimed line\n"u8.ToArray());
        await Collecting.UntilAsync(() => collecting.Target.Messages.Count == 1, "the line is missing");
        Assert.Equal("127.0.0.1", Assert.Single(collecting.Unclaimed.Snapshot()).Peer);
    }

    [Fact]
    public void A_port_that_is_taken_is_refused_in_words()
    {
        using ScratchFolder scratch = new();
        using SocCollector.Spool.LogSpool spool = SocCollector.Spool.LogSpool.Open(new() { Folder = scratch["spool"] }, NullLogger.Instance);
        using TcpListener other = new(System.Net.IPAddress.Loopback, 0);
        other.Start();
        int port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;
        SyslogTcpListener listener = new(new ListenerOptions { Id = "city", Kind = ListenerKind.Tcp, Port = port }, spool, TimeProvider.System, NullLogger<SyslogTcpListener>.Instance);
        IOException error = Assert.Throws<IOException>(listener.Start);
        Assert.Contains($"Listener 'city' cannot listen on 127.0.0.1 port {port}", error.Message, StringComparison.Ordinal);
    }

    private static SyslogTcpListener Tcp(SocCollector.Spool.LogSpool spool) =>
        new(new ListenerOptions { Id = "tcp", Kind = ListenerKind.Tcp }, spool, TimeProvider.System, NullLogger<SyslogTcpListener>.Instance);

    private static async Task Send(Collecting collecting, int connection, int lines)
    {
        StringBuilder text = new();
        for (int i = 0; i < lines; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"<13>c{connection} line {i}\n");
        await SendAsync(collecting, Encoding.ASCII.GetBytes(text.ToString()));
    }

    private static async Task SendAsync(Collecting collecting, byte[] bytes)
    {
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", collecting.EndPoint.Port, Collecting.Cancel);
        await client.GetStream().WriteAsync(bytes, Collecting.Cancel);
    }
}
