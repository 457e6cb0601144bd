using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SocCollector.Listeners;
using SocCollector.Tests.Pipeline;
using Xunit;

namespace SocCollector.Tests.Listeners;

public sealed class RelpListenerTests
{
    [Fact]
    public async Task A_session_opens_takes_messages_acknowledges_each_and_closes()
    {
        await using Collecting collecting = new();
        await collecting.ListenAsync(Relp);
        string answers = await TalkAsync(collecting, Frame(1, "open", "relp_version=0\ncommands=syslog") + Frame(2, "syslog", "<13>one\n") + Frame(3, "syslog", "<13>two\nlines") + Frame(4, "close", ""));
        Assert.StartsWith("1 rsp ", answers, StringComparison.Ordinal);
        Assert.Contains("\nrelp_version=0\n", answers, StringComparison.Ordinal);
        Assert.EndsWith("\n2 rsp 6 200 OK\n3 rsp 6 200 OK\n4 rsp 0\n0 serverclose 0\n", answers, StringComparison.Ordinal);
        await collecting.StopAsync();
        Assert.Equal(["<13>one", "<13>two\nlines"], collecting.Target.Messages);
    }

    [Fact]
    public async Task An_acknowledged_message_is_on_disk_though_nothing_was_delivered()
    {
        using ScratchFolder scratch = new();
        ListTarget target = new() { Failures = int.MaxValue };
        Collecting collecting = new(target, scratch.Path);
        await collecting.ListenAsync(Relp);
        string answers = await TalkAsync(collecting, Frame(1, "open", "relp_version=0") + Frame(2, "syslog", "kept") + Frame(3, "close", ""));
        Assert.Contains("2 rsp 6 200 OK\n", answers, StringComparison.Ordinal);
        await collecting.BreakOffAsync();
        Assert.Empty(target.Messages);

        target.Failures = 0;
        await using Collecting again = new(target, scratch.Path);
        await again.StartAsync();
        await Collecting.UntilAsync(() => target.Messages.Count == 1, "the acknowledged message is lost");
        Assert.Equal(["kept"], target.Messages);
    }

    [Fact]
    public async Task Transaction_numbers_wrap_and_their_order_is_kept()
    {
        await using Collecting collecting = new();
        await collecting.ListenAsync(Relp);
        StringBuilder frames = new(Frame(999_999_990, "open", "relp_version=0"));
        List<int> numbers = [];
        for (int i = 1; i <= 2_000; i++)
        {
            int number = ((999_999_990 - 1 + i) % 999_999_999) + 1;
            numbers.Add(number);
            frames.Append(Frame(number, "syslog", string.Create(CultureInfo.InvariantCulture, $"m{i}")));
        }

        frames.Append(Frame(5000, "close", ""));
        string answers = await TalkAsync(collecting, frames.ToString());
        IEnumerable<int> acknowledged = answers.Split('\n').Where(static a => a.EndsWith(" rsp 6 200 OK", StringComparison.Ordinal)).Select(static a => int.Parse(a.Split(' ')[0], CultureInfo.InvariantCulture));
        Assert.Equal(numbers, acknowledged);
        await collecting.StopAsync();
        Assert.Equal(Enumerable.Range(1, 2_000).Select(i => $"m{i}"), collecting.Target.Messages);
    }

    [Fact]
    public async Task A_broken_frame_ends_the_session_and_what_came_before_is_kept_and_acknowledged()
    {
        await using Collecting collecting = new();
        await collecting.ListenAsync(Relp);
        string answers = await TalkAsync(collecting, Frame(1, "open", "relp_version=0") + Frame(2, "syslog", "before") + "x syslog 5 hello\n");
        Assert.EndsWith("\n2 rsp 6 200 OK\n", answers, StringComparison.Ordinal);
        await collecting.StopAsync();
        Assert.Equal(["before"], collecting.Target.Messages);
        Assert.Equal(1, collecting.Listener!.Counts.FramingErrors);
    }

    [Fact]
    public async Task A_message_longer_than_the_longest_comes_in_pieces_under_one_acknowledgement()
    {
        await using Collecting collecting = new();
        await collecting.ListenAsync(Relp);
        string text = new('x', SyslogFramer.LongestMessage + 7);
        string answers = await TalkAsync(collecting, Frame(1, "open", "relp_version=0") + Frame(2, "syslog", text) + Frame(3, "close", ""));
        Assert.Contains("\n2 rsp 6 200 OK\n3 rsp 0\n", answers, StringComparison.Ordinal);
        await collecting.StopAsync();
        Assert.Equal(text, string.Concat(collecting.Target.Messages));
    }

    internal static RelpListener Relp(SocCollector.Spool.LogSpool spool) =>
        new(new ListenerOptions { Id = "relp", Kind = ListenerKind.Relp }, spool, TimeProvider.System, NullLogger<RelpListener>.Instance);

    private static string Frame(int number, string command, string data) =>
        data.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{number} {command} 0\n")
            : string.Create(CultureInfo.InvariantCulture, $"{number} {command} {data.Length} {data}\n");

    private static async Task<string> TalkAsync(Collecting collecting, string frames)
    {
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", collecting.EndPoint.Port, Collecting.Cancel);
        NetworkStream stream = client.GetStream();
        Task sending = stream.WriteAsync(Encoding.ASCII.GetBytes(frames), Collecting.Cancel).AsTask();
        using StreamReader reader = new(stream, Encoding.ASCII);
        string answers = await reader.ReadToEndAsync(Collecting.Cancel);
        await sending;
        return answers;
    }
}
