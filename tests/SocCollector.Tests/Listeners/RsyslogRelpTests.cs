using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SocCollector.Listeners;
using SocCollector.Tests.Pipeline;
using SocTesting;
using Xunit;

namespace SocCollector.Tests.Listeners;

public sealed class RsyslogRelpTests
{
    [Fact]
    public async Task Every_line_of_a_real_sender_arrives_once_and_as_it_was()
    {
        string[] lines = [.. File.ReadLines(SharedData.Get("loghub/OpenSSH/OpenSSH.log")).Select(static l => l.TrimEnd('\r'))];
        using ScratchFolder scratch = new();
        await using Collecting collecting = new();
        await collecting.ListenAsync(RelpListenerTests.Relp);
        using DebianRsyslog rsyslog = await DebianRsyslog.StartAsync(scratch.Path, collecting.EndPoint.Port);
        await SendAsync(rsyslog, lines);
        await Collecting.UntilAsync(() => collecting.Target.Messages.Count >= lines.Length, "lines are missing");
        await collecting.StopAsync();
        Assert.Equal(lines, collecting.Target.Messages);
        Assert.Equal(0, collecting.Listener!.Counts.FramingErrors);
    }

    [Fact]
    public async Task A_listener_that_goes_away_and_comes_back_loses_nothing()
    {
        string[] lines = [.. Enumerable.Range(0, 20_000).Select(static i => string.Create(CultureInfo.InvariantCulture, $"<38>Mar 12 09:00:00 gw-q1-01 test: number {i}"))];
        using ScratchFolder scratch = new();
        ListTarget target = new();
        Collecting first = new(target, scratch["collector"]);
        await first.ListenAsync(RelpListenerTests.Relp);
        int port = first.EndPoint.Port;
        using DebianRsyslog rsyslog = await DebianRsyslog.StartAsync(scratch.Path, port);
        Task sending = SendAsync(rsyslog, lines);
        await Collecting.UntilAsync(() => first.Listener!.Counts.Records > 4_000, "nothing comes");
        await first.BreakOffAsync();

        await using Collecting second = new(target, scratch["collector"]);
        await second.ListenAsync(spool => new RelpListener(new ListenerOptions { Id = "relp", Kind = ListenerKind.Relp, Port = port }, spool, TimeProvider.System, NullLogger<RelpListener>.Instance));
        await sending;
        await Collecting.UntilAsync(() => target.Messages.Distinct().Count() >= lines.Length, "lines are lost");
        Assert.Equal(lines.Order(), target.Messages.Distinct().Order());
        // What the sender had not seen acknowledged it may send again: no more than its window.
        Assert.InRange(target.Messages.Count - lines.Length, 0, 300);
    }

    private static async Task SendAsync(DebianRsyslog rsyslog, string[] lines)
    {
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", rsyslog.Port, Collecting.Cancel);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), Collecting.Cancel);
    }
}
