using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SocCollector.Listeners;
using SocCollector.Tests.Pipeline;
using Xunit;

namespace SocCollector.Tests.Listeners;

public sealed class FileTailListenerTests
{
    [Fact]
    public async Task Lines_are_taken_as_they_grow_without_line_ends_and_byte_order_mark()
    {
        using ScratchFolder scratch = new();
        File.WriteAllText(scratch["a.log"], "\uFEFFfirst\r\n\r\nsecond\n");
        await using Collecting collecting = await TailAsync(scratch, "*.log");
        await ExpectAsync(collecting, "first", "second");
        await File.AppendAllTextAsync(scratch["a.log"], "thi", Collecting.Cancel);
        await File.AppendAllTextAsync(scratch["a.log"], "rd\nfourth\n", Collecting.Cancel);
        await ExpectAsync(collecting, "first", "second", "third", "fourth");
    }

    [Fact]
    public async Task A_last_line_without_line_feed_is_taken_after_a_while()
    {
        using ScratchFolder scratch = new();
        File.WriteAllText(scratch["a.log"], "whole\nrest");
        await using Collecting collecting = await TailAsync(scratch, "a.log", partialAfter: 300);
        await ExpectAsync(collecting, "whole", "rest");
        await File.AppendAllTextAsync(scratch["a.log"], "\nnext\n", Collecting.Cancel);
        await ExpectAsync(collecting, "whole", "rest", "next");
    }

    [Fact]
    public async Task A_renamed_file_is_read_to_its_end_and_the_new_one_from_its_start()
    {
        using ScratchFolder scratch = new();
        string log = scratch["a.log"];
        using StreamWriter writer = new(log) { AutoFlush = true };
        await writer.WriteAsync("1\n");
        await using Collecting collecting = await TailAsync(scratch, "a.log");
        await ExpectAsync(collecting, "1");
        File.Move(log, log + ".1");
        // The writer has not noticed yet: it writes on into the old file.
        await writer.WriteAsync("2\n");
        File.WriteAllText(log, "3\n");
        await writer.WriteAsync("4\n");
        await ExpectSetAsync(collecting, "1", "2", "3", "4");
    }

    [Fact]
    public async Task A_file_that_is_copied_and_truncated_is_read_anew()
    {
        using ScratchFolder scratch = new();
        string log = scratch["a.log"];
        File.WriteAllText(log, "1\n2 waits for its line feed");
        await using Collecting collecting = await TailAsync(scratch, "a.log");
        // What was read with the first line is kept where the file cannot take it away.
        await ExpectAsync(collecting, "1");
        File.Copy(log, log + ".1");
        using (FileStream stream = new(log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            stream.SetLength(0);
        await ExpectAsync(collecting, "1", "2 waits for its line feed");
        await File.AppendAllTextAsync(log, "3\n", Collecting.Cancel);
        await ExpectAsync(collecting, "1", "2 waits for its line feed", "3");
    }

    [Fact]
    public async Task A_file_that_was_truncated_and_has_outgrown_its_old_length_is_noticed_by_its_content()
    {
        using ScratchFolder scratch = new();
        string log = scratch["a.log"];
        File.WriteAllText(log, "old line\n");
        await using Collecting collecting = await TailAsync(scratch, "a.log");
        await ExpectAsync(collecting, "old line");
        using (FileStream stream = new(log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            byte[] all = Encoding.ASCII.GetBytes("a new line\nand another\n");
            stream.Write(all);
            stream.SetLength(all.Length);
        }

        await ExpectAsync(collecting, "old line", "a new line", "and another");
    }

    [Fact]
    public async Task An_inode_that_is_used_again_is_another_file()
    {
        using ScratchFolder scratch = new();
        string log = scratch["a.log"];
        File.WriteAllText(log, "one\ntwo\n");
        string[] expected = ["one", "two", "other"];
        ListTarget target = new();
        await using (Collecting first = await TailAsync(scratch, "a.log", target))
            await ExpectAsync(first, "one", "two");
        // Nobody holds the file now, so its inode is free; the file system usually gives it to the next file.
        File.Delete(log);
        File.WriteAllText(log, "other\n");
        await using Collecting second = await TailAsync(scratch, "a.log", target);
        await ExpectAsync(second, expected);
    }

    [Fact]
    public async Task What_was_rotated_while_nobody_looked_is_read_to_its_end()
    {
        using ScratchFolder scratch = new();
        string log = scratch["a.log"];
        File.WriteAllText(log, "1\n");
        ListTarget target = new();
        await using (Collecting first = await TailAsync(scratch, "a.log", target))
            await ExpectAsync(first, "1");
        await File.AppendAllTextAsync(log, "2\n", Collecting.Cancel);
        File.Move(log, log + ".1");
        File.WriteAllText(log, "3\n");
        await using Collecting second = await TailAsync(scratch, "a.log", target);
        await ExpectSetAsync(second, "1", "2", "3");
    }

    [Fact]
    public async Task Every_restart_goes_on_where_the_spool_ends_and_not_where_the_positions_were_saved()
    {
        using ScratchFolder scratch = new();
        string log = scratch["a.log"];
        string state = Path.Combine(scratch.Path, "spool", "files-0.json");
        ListTarget target = new();
        List<string> expected = [];
        string? stale = null;
        for (int round = 0; round < 6; round++)
        {
            string[] lines = [.. Enumerable.Range(0, 2_000).Select(i => $"round {round} line {i}")];
            expected.AddRange(lines);
            await File.AppendAllLinesAsync(log, lines, Collecting.Cancel);
            await using Collecting collecting = await TailAsync(scratch, "a.log", target);
            await ExpectAsync(collecting, [.. expected]);
            await collecting.StopAsync();
            // As after a crash: the positions on disk are those of the round before, or gone.
            if (stale is not null && round % 2 == 0)
                File.WriteAllText(state, stale);
            stale = File.ReadAllText(state);
        }
    }

    [Fact]
    public async Task A_line_longer_than_the_longest_message_comes_in_pieces()
    {
        using ScratchFolder scratch = new();
        string text = new('x', (2 * SyslogFramer.LongestMessage) + 10);
        File.WriteAllText(scratch["a.log"], text + "\nbehind\n");
        await using Collecting collecting = await TailAsync(scratch, "a.log");
        await Collecting.UntilAsync(() => collecting.Target.Messages.Count == 4, "pieces are missing");
        Assert.Equal(text, string.Concat(collecting.Target.Messages.Take(3)));
        Assert.Equal("behind", collecting.Target.Messages[3]);
        Assert.Equal(2, collecting.Listener!.Counts.FramingErrors);
    }

    [Fact]
    public async Task Files_of_many_folders_are_found_by_wildcards()
    {
        using ScratchFolder scratch = new();
        foreach (string name in (string[])["q1/web/access.log", "q3/web/access.log", "q3/db/access.log", "q3/web/other.txt"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(scratch[name])!);
            File.WriteAllText(scratch[name], name + "\n");
        }

        await using Collecting collecting = await TailAsync(scratch, "q?/web/*.log");
        await ExpectSetAsync(collecting, "q1/web/access.log", "q3/web/access.log");
    }

    private static async Task<Collecting> TailAsync(ScratchFolder scratch, string pattern, ListTarget? target = null, int partialAfter = 60_000)
    {
        ListenerOptions options = new() { Id = "tail", Kind = ListenerKind.File, PollEvery = TimeSpan.FromMilliseconds(20), PartialAfter = TimeSpan.FromMilliseconds(partialAfter) };
        options.Paths.Add(scratch[pattern]);
        Collecting collecting = new(target, scratch.Path);
        await collecting.ListenAsync(spool => new FileTailListener(options, spool, TimeProvider.System, NullLogger<FileTailListener>.Instance));
        return collecting;
    }

    private static async Task ExpectAsync(Collecting collecting, params string[] messages)
    {
        await Collecting.UntilAsync(() => collecting.Target.Messages.Count >= messages.Length, $"only {string.Join(" | ", collecting.Target.Messages.TakeLast(5))}");
        Assert.Equal(messages, collecting.Target.Messages);
    }

    private static async Task ExpectSetAsync(Collecting collecting, params string[] messages)
    {
        await Collecting.UntilAsync(() => collecting.Target.Messages.Count >= messages.Length, $"only {string.Join(" | ", collecting.Target.Messages.TakeLast(5))}");
        Assert.Equal(messages.Order(), collecting.Target.Messages.Order());
    }
}
