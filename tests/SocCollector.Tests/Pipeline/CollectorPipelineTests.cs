using System.Text;
using SocCollector.Pipeline;
using SocCollector.Spool;
using SocCore.Storage;
using Xunit;

namespace SocCollector.Tests.Pipeline;

public sealed class CollectorPipelineTests
{
    [Fact]
    public async Task Every_record_has_one_fate_and_the_sum_is_right_at_any_moment()
    {
        await using Collecting collecting = new();
        collecting.Target.Failures = 3;
        await collecting.StartAsync();
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(Collecting.Cancel);
        Task watching = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                    Assert.Equal(0, collecting.Pipeline.Accounting.Difference);
            },
            Collecting.Cancel);
        for (int i = 0; i < 200; i++)
            await HandAsync(collecting.Spool, $"event {i}", $"dead {i}", $"drop {i}", $"unclaimed {i}", $"throw {i}");
        await Collecting.UntilAsync(() => collecting.Pipeline.Accounting is { Spooled: 0, Accepted: 1_000 }, "not all has a fate");
        await done.CancelAsync();
        await watching;
        Assert.Equal(new Accounting(1_000, Stored: 400, Duplicate: 0, Dead: 400, Filtered: 200, Spooled: 0), collecting.Pipeline.Accounting);
        Assert.Equal(400, collecting.Target.Letters.Count);
        Assert.Equal((200 + 200, 200, true), (collecting.Activity[0] is var a ? (int)a.Events : 0, (int)collecting.Activity[0].Dead, collecting.Activity[0].LastSeen > 0));
    }

    [Fact]
    public async Task A_dead_letter_is_kept_whole()
    {
        await using Collecting collecting = new();
        await collecting.StartAsync();
        await HandAsync(collecting.Spool, "dead \u001f trạm", "throw it");
        await Collecting.UntilAsync(() => collecting.Target.Letters.Count == 2, "the letters are missing");
        DeadLetter letter = collecting.Target.Letters[0];
        Assert.Equal("dead \u001f trạm", Encoding.UTF8.GetString(letter.Bytes.Span));
        Assert.Equal(("wire", "192.0.2.9", "test/plain", "test", "decode", "it says so"), (letter.Listener, letter.Peer, letter.Source, letter.Agency, letter.Stage, letter.Reason));
        Assert.Equal(new DateTimeOffset(2026, 3, 12, 2, 0, 0, TimeSpan.Zero), letter.ReceivedAt);
        Assert.Contains("a fault of the decoder", collecting.Target.Letters[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_away_loses_and_doubles_nothing_also_when_its_answer_was_lost()
    {
        await using Collecting collecting = new();
        await collecting.StartAsync();
        collecting.Target.Failures = 2;
        await HandAsync(collecting.Spool, "one", "two");
        await Collecting.UntilAsync(() => collecting.Target.Messages.Count == 2, "nothing came after the outage");
        collecting.Target.Failures = -1;
        await HandAsync(collecting.Spool, "three", "four");
        await Collecting.UntilAsync(() => collecting.Pipeline.Accounting.Spooled == 0, "the position does not move");
        Assert.Equal(["one", "two", "three", "four"], collecting.Target.Messages);
        Assert.Equal(0, collecting.Pipeline.Accounting.Difference);
        Assert.Null(collecting.Pipeline.Trouble);
    }

    [Fact]
    public async Task Deliveries_that_are_sent_ahead_arrive_once_and_in_order_whatever_fails()
    {
        await using Collecting collecting = new();
        collecting.Target.Ahead = 1;
        collecting.Delivery.MaxEvents = 100;
        await collecting.StartAsync();
        // More than one delivery waits when the store comes back; one announcement fails, one append, and one answer is lost.
        collecting.Target.IsAway = true;
        string[] all = [.. Enumerable.Range(0, 2_000).Select(static i => $"event {i}")];
        await HandAsync(collecting.Spool, all);
        collecting.Target.AheadFailures = 1;
        collecting.Target.Failures = 1;
        collecting.Target.IsAway = false;
        await Collecting.UntilAsync(() => collecting.Target.Delivered >= 500, "nothing is delivered");
        collecting.Target.Failures = -1;
        await Collecting.UntilAsync(() => collecting.Pipeline.Accounting is { Spooled: 0, Accepted: 2_000 }, "not all is delivered");
        Assert.Equal(all, collecting.Target.Messages);
        // How many more were announced hangs on who is faster.
        Assert.Equal(0, collecting.Target.AheadFailures);
        Assert.InRange(collecting.Target.MostAnnounced, 0, 2);
        Assert.Empty(collecting.Target.Announced);
        Assert.Equal(0, collecting.Pipeline.Accounting.Difference);
    }

    [Fact]
    public async Task What_a_store_refuses_for_good_is_a_dead_letter_and_holds_nothing_up()
    {
        await using Collecting collecting = new();
        await collecting.StartAsync();
        collecting.Target.Refuses = "event two";
        await HandAsync(collecting.Spool, "event one", "event two", "event three", "event two");
        await Collecting.UntilAsync(() => collecting.Pipeline.Accounting is { Spooled: 0, Accepted: 4 }, "the position does not move");
        Assert.Equal(new Accounting(4, Stored: 2, Duplicate: 0, Dead: 2, Filtered: 0, Spooled: 0), collecting.Pipeline.Accounting);
        Assert.Equal(["event one", "event three"], collecting.Target.Messages);
        Assert.Equal(4, collecting.Target.Delivered);
        List<DeadLetter> letters = collecting.Target.Snapshot();
        Assert.Equal(2, letters.Count);
        Assert.All(letters, static l => Assert.Equal(
            ("event two", "store", "document_parsing_exception: it does not fit", "wire", "192.0.2.9"),
            (Encoding.UTF8.GetString(l.Bytes.Span), l.Stage, l.Reason, l.Listener, l.Peer)));
    }

    [Fact]
    public async Task A_start_while_the_store_is_away_takes_lines_in_and_delivers_them_once_when_it_answers()
    {
        using ScratchFolder scratch = new();
        ListTarget target = new();
        await using (Collecting first = new(target, scratch.Path))
        {
            await first.StartAsync();
            await HandAsync(first.Spool, "one");
            await Collecting.UntilAsync(() => target.Delivered == 1, "nothing is delivered");
            target.IsAway = true;
            await HandAsync(first.Spool, "two");
            await first.BreakOffAsync();
        }

        await using Collecting second = new(target, scratch.Path);
        await second.StartAsync();
        await HandAsync(second.Spool, "three");
        Assert.Equal(["one"], target.Messages);
        target.IsAway = false;
        await Collecting.UntilAsync(() => target.Delivered == 3, "delivery does not begin");
        Assert.Equal(["one", "two", "three"], target.Messages);
        Assert.Equal(0, second.Pipeline.Accounting.Difference);
    }

    [Fact]
    public async Task An_older_copy_of_the_spool_that_starts_while_the_store_is_away_delivers_all_that_it_receives()
    {
        using ScratchFolder scratch = new();
        ListTarget target = new();
        await using (Collecting first = new(target, scratch.Path))
        {
            await first.StartAsync();
            await HandAsync(first.Spool, "one");
            await Collecting.UntilAsync(() => target.Delivered == 1, "nothing is delivered");
        }

        target.Delivered = 3;
        target.IsAway = true;
        await using Collecting second = new(target, scratch.Path);
        await second.StartAsync();
        await HandAsync(second.Spool, "two", "three", "four");
        await Collecting.UntilAsync(() => second.Spool.Durable.Sequence == 4, "the lines are not on disk");
        target.IsAway = false;
        await Collecting.UntilAsync(() => target.Messages.Count == 4, "what came while the store was away passes for delivered");
        Assert.Equal(["one", "two", "three", "four"], target.Messages);
    }

    [Fact]
    public async Task What_was_delivered_and_not_yet_known_when_the_program_ended_is_stored_once()
    {
        using ScratchFolder scratch = new();
        ListTarget target = new();
        Collecting first = new(target, scratch.Path);
        await first.StartAsync();
        await HandAsync(first.Spool, "one", "two");
        await Collecting.UntilAsync(() => target.Delivered == 2, "nothing is delivered");
        // The store takes these and the program ends before it hears of it.
        target.Failures = int.MinValue;
        await HandAsync(first.Spool, "three", "four");
        await Collecting.UntilAsync(() => target.Messages.Count == 4, "nothing is delivered");
        await first.BreakOffAsync();

        target.Failures = 0;
        await using Collecting second = new(target, scratch.Path);
        await second.StartAsync();
        await HandAsync(second.Spool, "five");
        await Collecting.UntilAsync(() => target.Delivered == 5, "delivery does not go on");
        Assert.Equal(["one", "two", "three", "four", "five"], target.Messages);
        Assert.Equal(2, second.Pipeline.Accounting.Duplicate);
        Assert.Equal(0, second.Pipeline.Accounting.Difference);
    }

    [Fact]
    public async Task A_backlog_is_delivered_in_the_order_of_its_sequences()
    {
        using ScratchFolder scratch = new();
        ListTarget target = new() { Failures = int.MaxValue };
        Collecting first = new(target, scratch.Path, new SpoolOptions { SegmentBytes = 128 * 1024 });
        await first.StartAsync();
        for (int i = 0; i < 3_000; i++)
            await HandAsync(first.Spool, $"{i} {new string('x', 200)}");
        await first.BreakOffAsync();

        target.Failures = 0;
        await using Collecting second = new(target, scratch.Path, new SpoolOptions { SegmentBytes = 128 * 1024 });
        await second.StartAsync();
        await Collecting.UntilAsync(() => target.Messages.Count == 3_000, "the backlog is not delivered");
        Assert.Equal(Enumerable.Range(0, 3_000), target.Messages.Select(static m => int.Parse(m.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(Enumerable.Range(1, 3_000).Select(static i => (long)i), target.Events.Select(static e => e.Sequence));
        await Collecting.UntilAsync(() => Directory.GetFiles(Path.Combine(scratch.Path, "spool"), "segment-*").Length <= 2, "delivered segments stay");
    }

    [Fact]
    public async Task Damage_of_the_spool_is_a_dead_letter_and_what_lies_behind_it_is_delivered()
    {
        using ScratchFolder scratch = new();
        ListTarget target = new() { Failures = int.MaxValue };
        Collecting first = new(target, scratch.Path);
        await first.StartAsync();
        await HandAsync(first.Spool, "one", "two", "three");
        await first.BreakOffAsync();
        string path = Assert.Single(Directory.EnumerateFiles(Path.Combine(scratch.Path, "spool"), "segment-*"));
        byte[] bytes = await File.ReadAllBytesAsync(path, Collecting.Cancel);
        bytes[bytes.AsSpan().IndexOf("two"u8)] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Collecting.Cancel);

        target.Failures = 0;
        await using Collecting second = new(target, scratch.Path);
        await second.StartAsync();
        await Collecting.UntilAsync(() => second.Pipeline.Accounting.Spooled == 0, "delivery stops at the damage");
        Assert.Equal(["one", "three"], target.Messages);
        Assert.Contains("1 records from sequence 2 on are damaged", Assert.Single(target.Letters).Reason, StringComparison.Ordinal);
        Assert.Equal(new Accounting(3, Stored: 2, Duplicate: 0, Dead: 1, Filtered: 0, Spooled: 0), second.Pipeline.Accounting);
    }

    [Fact]
    public async Task Unclaimed_senders_are_listed_with_three_lines()
    {
        await using Collecting collecting = new();
        await collecting.StartAsync();
        await HandAsync(collecting.Spool, [.. Enumerable.Range(0, 10).Select(static i => $"unclaimed {i}")]);
        await Collecting.UntilAsync(() => collecting.Target.Messages.Count == 10, "the lines are missing");
        SocCore.Ports.UnclaimedSender sender = Assert.Single(collecting.Unclaimed.Snapshot());
        Assert.Equal(("192.0.2.9", "wire", 10L), (sender.Peer, sender.Listener, sender.Lines));
        Assert.Equal(["unclaimed 0", "unclaimed 1", "unclaimed 2"], sender.Samples);
    }

    internal static async Task<long> HandAsync(LogSpool spool, params string[] lines)
    {
        SpoolBatch batch = spool.Rent();
        RecordOrigin origin = new(spool.Listeners.IndexOf("wire", "syslog"), "192.0.2.9"u8.ToArray());
        foreach (string line in lines)
            batch.Add(Encoding.UTF8.GetBytes(line), origin, new DateTime(2026, 3, 12, 2, 0, 0, DateTimeKind.Utc).Ticks);
        Task<long> durable = batch.WhenDurable();
        await spool.HandOverAsync(batch, Collecting.Cancel);
        return await durable;
    }
}
