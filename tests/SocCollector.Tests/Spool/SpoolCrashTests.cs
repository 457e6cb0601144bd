using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SocCollector.Spool;
using Xunit;

namespace SocCollector.Tests.Spool;

public sealed class SpoolCrashTests
{
    /// <summary>
    /// What a kill leaves behind is what lies in the folder at that moment. A copy of the folder, made while four writers
    /// are at work, is such a moment; what was acknowledged before the copy began must be in it, each record once.
    /// </summary>
    [Fact]
    public async Task What_was_acknowledged_before_a_crash_is_there_after_it()
    {
        const int Moments = 25;
        using ScratchFolder scratch = new();
        using LogSpool spool = LogSpool.Open(new SpoolOptions { Folder = scratch["live"], SegmentBytes = 512 * 1024 }, NullLogger.Instance);
        spool.Start();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        long[] acknowledged = new long[4];
        Task[] writers = [.. Enumerable.Range(0, acknowledged.Length).Select(w => Task.Run(() => WriteAsync(spool, w, acknowledged, stop.Token), CancellationToken.None))];
        for (int moment = 0; moment < Moments; moment++)
        {
            await Task.Delay(5 + (moment * 7 % 40), TestContext.Current.CancellationToken);
            long[] before = [.. acknowledged.Select((_, w) => Volatile.Read(ref acknowledged[w]))];
            string copy = scratch[$"copy-{moment.ToString(CultureInfo.InvariantCulture)}"];
            Copy(scratch["live"], copy);
            Check(copy, before);
            Directory.Delete(copy, recursive: true);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.True(acknowledged.Sum() > 1_000, "the writers wrote next to nothing");
    }

    private static async Task WriteAsync(LogSpool spool, int writer, long[] acknowledged, CancellationToken stop)
    {
        RecordOrigin origin = new(0, "192.0.2.1"u8.ToArray());
        long number = 0;
        while (!stop.IsCancellationRequested)
        {
            SpoolBatch batch = spool.Rent();
            for (int i = 0; i < 20; i++)
                batch.Add(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{writer} {++number} {new string('x', (int)(number % 500))}")), origin, 1);
            Task<long> durable = batch.WhenDurable();
            await spool.HandOverAsync(batch, CancellationToken.None);
            await durable;
            Volatile.Write(ref acknowledged[writer], number);
        }
    }

    /// <summary>In the order of their numbers: a segment that is begun meanwhile comes behind the one that it follows.</summary>
    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string path in Directory.EnumerateFiles(from).Where(static p => !p.EndsWith("lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            File.Copy(path, Path.Combine(to, Path.GetFileName(path)));
    }

    private static void Check(string folder, long[] acknowledged)
    {
        using LogSpool spool = LogSpool.Open(new SpoolOptions { Folder = folder, SegmentBytes = 512 * 1024 }, NullLogger.Instance);
        using SpoolReader reader = new(spool, 0);
        long[] seen = new long[acknowledged.Length];
        long sequence = 0;
        while (reader.TryRead(out SpoolRecord record, out SpoolDamage? damage))
        {
            Assert.Null(damage);
            Assert.Equal(++sequence, record.Sequence);
            string[] words = Encoding.ASCII.GetString(record.Bytes).Split(' ');
            int writer = int.Parse(words[0], CultureInfo.InvariantCulture);
            Assert.Equal(++seen[writer], long.Parse(words[1], CultureInfo.InvariantCulture));
        }

        for (int w = 0; w < acknowledged.Length; w++)
            Assert.True(seen[w] >= acknowledged[w], $"writer {w}: {acknowledged[w]} were acknowledged and {seen[w]} are there");
    }
}
