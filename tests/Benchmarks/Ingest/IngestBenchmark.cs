using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Embedded;

namespace Benchmarks.Ingest;

/// <summary>
/// How fast the embedded store takes events, beside the bare appender on the same rows, in one process, alternating. The
/// final checkpoint is part of both times.
/// </summary>
internal static class IngestBenchmark
{
    private const int BatchSize = 5_000;
    private const int WarmUp = 200_000;

    public static async Task<int> RunAsync(string[] arguments)
    {
        Arguments options = new(arguments);
        int events = options.Number("events", 200_000);
        int pairs = options.Number("pairs", 3);
        string memory = options.Text("memory", new EmbeddedStoreOptions().MemoryLimit);
        string root = Directory.CreateTempSubdirectory("soc-ingest-").FullName;
        try
        {
            await Console.Error.WriteLineAsync($"warm-up of {WarmUp} events");
            await StoreAsync(Path.Combine(root, "warm"), memory, WarmUp);
            Bare(Path.Combine(root, "warm.duckdb"), memory, WarmUp / 4);
            List<(double Store, double Bare)> rates = [];
            (double Rate, double BytesPerEvent, long Peak) last = default;
            long peak = 0;
            for (int i = 0; i < pairs; i++)
            {
                PeakMemory.Reset();
                last = await StoreAsync(Path.Combine(root, $"store{i}"), memory, events);
                peak = Math.Max(peak, last.Peak);
                double bare = Bare(Path.Combine(root, $"bare{i}.duckdb"), memory, events);
                rates.Add((last.Rate, bare));
                await Console.Error.WriteLineAsync($"pair {i + 1}: store {last.Rate:F0} ev/s, bare {bare:F0} ev/s");
            }

            double store = Median(rates.Select(static r => r.Store));
            double yardstick = Median(rates.Select(static r => r.Bare));
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                bench = "ingest",
                events_per_run = events,
                pairs,
                batch = BatchSize,
                memory_limit = memory,
                store_events_per_second = Math.Round(store),
                bare_events_per_second = Math.Round(yardstick),
                ratio = Math.Round(Median(rates.Select(static r => r.Store / r.Bare)), 3),
                bytes_per_event = Math.Round(last.BytesPerEvent, 1),
                peak_rss_bytes = peak,
            }));
            return 0;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<(double Rate, double BytesPerEvent, long Peak)> StoreAsync(string folder, string memory, int events)
    {
        CityEvents source = new(TimeProvider.System.GetUtcNow());
        EmbeddedStore store = EmbeddedStore.Open(new EmbeddedStoreOptions { Folder = folder, MemoryLimit = memory }, TimeProvider.System, NullLoggerFactory.Instance);
        Stopwatch watch = new();
        await using (store)
        {
            for (int done = 0; done < events; done += BatchSize)
            {
                using EventBatch batch = source.Next(BatchSize);
                watch.Start();
                await store.Events.AppendAsync(batch, new SpoolPosition(1, batch.Headers[^1].Sequence), mayRepeat: false, CancellationToken.None);
                watch.Stop();
            }

            watch.Start();
        }

        watch.Stop();
        long peak = PeakMemory.Read();
        long bytes = Directory.EnumerateFiles(Path.Combine(folder, "events")).Sum(static f => new FileInfo(f).Length);
        return (events / watch.Elapsed.TotalSeconds, (double)bytes / events, peak);
    }

    private static double Bare(string path, string memory, int events)
    {
        CityEvents source = new(TimeProvider.System.GetUtcNow());
        Stopwatch watch = new();
        using (BareAppender bare = new(path, memory))
        {
            for (int done = 0; done < events; done += BatchSize)
            {
                using EventBatch batch = source.Next(BatchSize);
                object?[][] rows = BareAppender.Rows(batch);
                watch.Start();
                bare.Append(rows);
                watch.Stop();
            }

            watch.Start();
            bare.Checkpoint();
            watch.Stop();
        }

        return events / watch.Elapsed.TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
