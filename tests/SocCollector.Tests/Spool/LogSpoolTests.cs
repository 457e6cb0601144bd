using System.Text;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocCollector.Spool;
using SocCollector.Tests.Pipeline;
using SocTesting;
using Xunit;

namespace SocCollector.Tests.Spool;

public sealed class LogSpoolTests
{
    private static readonly RecordOrigin Origin = new(0, "192.0.2.1"u8.ToArray());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Any_records_in_any_batches_are_read_as_they_were_written()
    {
        Gen<byte[]> bytes = Gen.Byte.Array[0, 3_000];
        Gen.Select(Gen.Select(bytes, Gen.Byte.Array[0, 60]).Array[1, 200], Gen.Int[1, 40]).TryAll(
            static (records, perBatch) =>
            {
                using ScratchFolder scratch = new();
                using LogSpool spool = Open(scratch, segmentBytes: 64 * 1024);
                spool.Start();
                foreach ((byte[], byte[])[] part in records.Chunk(perBatch))
                {
                    SpoolBatch batch = spool.Rent();
                    foreach ((byte[] record, byte[] name) in part)
                        batch.Add(record, Origin, record.Length, RecordKind.Message, name);
                    spool.HandOver(batch, CancellationToken.None);
                }

                spool.FlushAsync(CancellationToken.None).GetAwaiter().GetResult();
                using SpoolReader reader = new(spool, 0);
                for (int i = 0; i < records.Length; i++)
                {
                    Assert.True(reader.TryRead(out SpoolRecord record, out SpoolDamage? damage));
                    Assert.Null(damage);
                    Assert.Equal(i + 1, record.Sequence);
                    Assert.Equal(records[i].Item1.Length, record.ReceivedAt);
                    Assert.Equal(records[i].Item1, record.Bytes);
                    Assert.Equal(records[i].Item2, record.Name);
                    Assert.Equal("192.0.2.1"u8, record.Peer);
                }

                Assert.False(reader.TryRead(out _, out _));
            },
            count: 40,
            seed: "0000KOIbNaE6");
    }

    [Fact]
    public async Task A_spool_that_is_opened_again_goes_on_with_its_sequence_and_key()
    {
        using ScratchFolder scratch = new();
        ulong key;
        using (LogSpool first = Open(scratch))
        {
            first.Start();
            key = first.Key;
            await WriteAsync(first, "a", "b", "c");
        }

        using LogSpool second = Open(scratch);
        second.Start();
        Assert.Equal(3, second.Backlog);
        await WriteAsync(second, "d");
        Assert.Equal(key, second.Key);
        Assert.Equal(["1:a", "2:b", "3:c", "4:d"], Read(second));
    }

    [Fact]
    public void A_spool_has_one_owner()
    {
        using ScratchFolder scratch = new();
        using LogSpool first = Open(scratch);
        IOException error = Assert.Throws<IOException>(() => Open(scratch));
        Assert.Contains("in use by another soc", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_readable_by_their_owner_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        using ScratchFolder scratch = new();
        using LogSpool spool = Open(scratch);
        spool.Start();
        await WriteAsync(spool, "secret");
        foreach (string path in Directory.EnumerateFiles(scratch.Path, "segment-*"))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_torn_tail_is_cut_behind_the_last_good_record_at_any_length()
    {
        using ScratchFolder scratch = new();
        using (LogSpool spool = Open(scratch))
        {
            spool.Start();
            await WriteAsync(spool, "first", "second", "third");
        }

        string path = Assert.Single(Directory.EnumerateFiles(scratch.Path, "segment-*"));
        byte[] whole = await File.ReadAllBytesAsync(path, Cancel);
        int thirdAt = whole.Length - RecordLayout.TotalLength("third192.0.2.1".Length);
        for (int length = whole.Length - 1; length >= thirdAt; length -= 3)
        {
            await File.WriteAllBytesAsync(path, whole[..length], Cancel);
            using LogSpool spool = Open(scratch);
            // Padding is no part of a record's checksum, but a record without it is cut short all the same.
            Assert.Equal(["1:first", "2:second"], Read(spool));
            Assert.Equal(2, spool.Durable.Sequence);
        }
    }

    [Fact]
    public async Task A_flipped_byte_takes_its_record_and_no_other_and_is_reported()
    {
        using ScratchFolder scratch = new();
        using (LogSpool spool = Open(scratch))
        {
            spool.Start();
            await WriteAsync(spool, "first", "second", "third", "fourth");
        }

        string path = Assert.Single(Directory.EnumerateFiles(scratch.Path, "segment-*"));
        byte[] whole = await File.ReadAllBytesAsync(path, Cancel);
        int secondAt = SegmentHeader.Length + RecordLayout.TotalLength("first192.0.2.1".Length);
        int thirdAt = secondAt + RecordLayout.TotalLength("second192.0.2.1".Length);
        for (int at = secondAt; at < secondAt + RecordLayout.HeaderLength + "second192.0.2.1".Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x40;
            await File.WriteAllBytesAsync(path, damaged, Cancel);
            using LogSpool spool = Open(scratch);
            Assert.Equal(["1:first", $"damage:2+1@{secondAt}+{thirdAt - secondAt}", "3:third", "4:fourth"], Read(spool));
        }
    }

    [Fact]
    public async Task A_failed_flush_is_final_for_its_segment_and_nothing_is_acknowledged_by_it()
    {
        using ScratchFolder scratch = new();
        FaultyDisk disk = new();
        using (LogSpool spool = Open(scratch, disk: disk))
        {
            spool.Start();
            await WriteAsync(spool, "before");
            disk.FailFlushes(1);
            Task<long> waiting = Hand(spool, "during");
            await Collecting.UntilAsync(() => spool.State == SpoolState.Failing || waiting.IsCompleted, "the failure is not noticed");
            Assert.Equal(2, await waiting);
            await WriteAsync(spool, "after");
            Assert.Equal(2, disk.Created.Count);
            Assert.Equal(SpoolState.Ok, spool.State);
            Assert.Equal(["1:before", "2:during", "3:after"], Read(spool));
        }

        using LogSpool again = Open(scratch);
        Assert.Equal(["1:before", "2:during", "3:after"], Read(again));
    }

    [Fact]
    public async Task A_full_disk_is_a_state_that_ends()
    {
        using ScratchFolder scratch = new();
        FaultyDisk disk = new() { IsFull = true };
        using LogSpool spool = Open(scratch, disk: disk);
        spool.Start();
        Task<long> waiting = Hand(spool, "waits");
        await Collecting.UntilAsync(() => spool.State == SpoolState.Full, "the spool does not notice that the disk is full");
        Assert.False(waiting.IsCompleted);
        disk.IsFull = false;
        Assert.Equal(1, await waiting);
        Assert.Equal(SpoolState.Ok, spool.State);
        Assert.Equal(["1:waits"], Read(spool));
    }

    [Fact]
    public async Task Beyond_its_allowance_a_spool_waits_until_segments_are_released()
    {
        using ScratchFolder scratch = new();
        using LogSpool spool = Open(scratch, segmentBytes: 64 * 1024, maxBytes: 3 * 64 * 1024);
        spool.Start();
        string text = new('x', 1000);
        Task<long>[] all = [.. Enumerable.Range(0, 400).Select(_ => Hand(spool, text))];
        await Collecting.UntilAsync(() => spool.State == SpoolState.Full, "the spool took more than it may");
        Assert.Contains(all, static t => !t.IsCompleted);
        while (!Array.TrueForAll(all, static t => t.IsCompleted))
        {
            Assert.True(spool.OccupiedBytes <= 3 * 64 * 1024);
            spool.Release(spool.Durable.Sequence);
            await Task.Delay(10, Cancel);
        }

        Assert.Equal(Enumerable.Range(1, 400).Select(static i => (long)i), (await Task.WhenAll(all)).Order());
    }

    [Fact]
    public async Task Records_that_somebody_holds_are_not_released()
    {
        using ScratchFolder scratch = new();
        using LogSpool spool = Open(scratch, segmentBytes: 64 * 1024);
        spool.Start();
        long held = 10;
        spool.Hold(() => held);
        for (int i = 0; i < 200; i++)
            await WriteAsync(spool, new string('x', 1000));
        spool.Release(200);
        Assert.StartsWith("1:", Read(spool)[0], StringComparison.Ordinal);
        held = 200;
        Assert.True(spool.MayRelease(200));
        spool.Release(200);
        Assert.NotEqual("1", Read(spool)[0].Split(':')[0]);
    }

    [Fact]
    public async Task An_old_segment_ends_and_can_go_though_nothing_new_comes()
    {
        using ScratchFolder scratch = new();
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        using (LogSpool spool = LogSpool.Open(new SpoolOptions { Folder = scratch.Path }, NullLogger.Instance, time: time))
        {
            spool.Start();
            await WriteAsync(spool, "a", "b");
            await spool.EndSegmentAsync(TimeSpan.FromHours(12), Cancel);
            Assert.Single(Directory.EnumerateFiles(scratch.Path, "segment-*"));
            time.Advance(TimeSpan.FromHours(13));
            await spool.EndSegmentAsync(TimeSpan.FromHours(12), Cancel);
            await spool.FlushAsync(Cancel);
            spool.Release(1);
            Assert.Equal(["1:a", "2:b"], Read(spool));
            spool.Release(2);
            Assert.Empty(Read(spool));
            await spool.EndSegmentAsync(TimeSpan.FromHours(12), Cancel);
            await WriteAsync(spool, "c");
            using SpoolReader reader = new(spool, 2);
            Assert.True(reader.TryRead(out SpoolRecord record, out _));
            Assert.Equal(3, record.Sequence);
        }

        using LogSpool again = LogSpool.Open(new SpoolOptions { Folder = scratch.Path }, NullLogger.Instance);
        Assert.Equal(3, again.Backlog);
    }

    [Fact]
    public async Task A_spool_made_anew_goes_on_beyond_what_the_store_knows()
    {
        using ScratchFolder scratch = new();
        using LogSpool spool = Open(scratch);
        spool.ContinueBeyond(5_000);
        spool.Start();
        await WriteAsync(spool, "new");
        using SpoolReader reader = new(spool, 5_000);
        Assert.True(reader.TryRead(out SpoolRecord record, out _));
        Assert.Equal(5_001, record.Sequence);
    }

    [Fact]
    public async Task Another_spools_segments_are_refused_in_words()
    {
        using ScratchFolder scratch = new();
        using (LogSpool spool = Open(scratch))
        {
            spool.Start();
            await WriteAsync(spool, "a");
        }

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => LogSpool.Open(new SpoolOptions { Folder = scratch.Path, Id = 7 }, NullLogger.Instance));
        Assert.Contains("belongs to spool 1, and the settings say 7", error.Message, StringComparison.Ordinal);
    }

    private static LogSpool Open(ScratchFolder scratch, int segmentBytes = 1024 * 1024, long maxBytes = 1L << 30, ISpoolDisk? disk = null) =>
        LogSpool.Open(new SpoolOptions { Folder = scratch.Path, SegmentBytes = segmentBytes, MaxBytes = maxBytes }, NullLogger.Instance, disk);

    private static Task<long> Hand(LogSpool spool, params string[] texts)
    {
        SpoolBatch batch = spool.Rent();
        foreach (string text in texts)
            batch.Add(Encoding.UTF8.GetBytes(text), Origin, 1);
        Task<long> durable = batch.WhenDurable();
        return Task.Run(async () =>
        {
            await spool.HandOverAsync(batch, Cancel);
            return await durable;
        });
    }

    private static async Task WriteAsync(LogSpool spool, params string[] texts) => await Hand(spool, texts);

    private static List<string> Read(LogSpool spool)
    {
        List<string> read = [];
        using SpoolReader reader = new(spool, 0);
        while (reader.TryRead(out SpoolRecord record, out SpoolDamage? damage))
            read.Add(damage is null ? $"{record.Sequence}:{Encoding.UTF8.GetString(record.Bytes)}" : $"damage:{damage.FirstSequence}+{damage.Count}@{damage.Offset}+{damage.Length}");
        return read;
    }
}
