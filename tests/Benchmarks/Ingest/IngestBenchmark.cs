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
        EmbeddedStoreOptions settings = new();
        settings = settings with
        {
            MemoryLimit = options.Text("memory", settings.MemoryLimit),
            CheckpointBytes = options.Number("checkpoint-mib", (int)(settings.CheckpointBytes >> 20)) * (1L << 20),
        };
        string root = Directory.CreateTempSubdirectory("soc-ingest-").FullName;
        try
        {
            int warm = options.Number("warm-up", WarmUp);
            await Console.Error.WriteLineAsync($"warm-up of {warm} events");
            await StoreAsync(settings with { Folder = Path.Combine(root, "warm") }, warm);
            Bare(Path.Combine(root, "warm.duckdb"), settings.MemoryLimit, warm / 4);
            List<(Run Store, Run Bare)> runs = [];
            double bytes = 0;
            long peak = 0;
            for (int i = 0; i < pairs; i++)
            {
                PeakMemory.Reset();
                Run store = await StoreAsync(settings with { Folder = Path.Combine(root, $"store{i}") }, events);
                peak = Math.Max(peak, PeakMemory.Read());
                bytes = Directory.EnumerateFiles(Path.Combine(root, $"store{i}", "events")).Sum(static f => new FileInfo(f).Length) / (double)events;
                Run bare = Bare(Path.Combine(root, $"bare{i}.duckdb"), settings.MemoryLimit, events);
                runs.Add((store, bare));
                await Console.Error.WriteLineAsync($"pair {i + 1}: store {store}, bare {bare}");
            }

            Console.WriteLine(JsonSerializer.Serialize(new
            {
                bench = "ingest",
                events_per_run = events,
                pairs,
                batch = BatchSize,
                memory_limit = settings.MemoryLimit,
                checkpoint_bytes = settings.CheckpointBytes,
                store_events_per_second = Math.Round(Median(runs.Select(static r => r.Store.Rate))),
                bare_events_per_second = Math.Round(Median(runs.Select(static r => r.Bare.Rate))),
                ratio = Math.Round(Median(runs.Select(static r => r.Store.Rate / r.Bare.Rate)), 3),
                store_cpu_us_per_event = Math.Round(Median(runs.Select(static r => r.Store.ProcessorMicroseconds)), 2),
                bare_cpu_us_per_event = Math.Round(Median(runs.Select(static r => r.Bare.ProcessorMicroseconds)), 2),
                bytes_per_event = Math.Round(bytes, 1),
                peak_rss_bytes = peak,
            }));
            return 0;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<Run> StoreAsync(EmbeddedStoreOptions settings, int events)
    {
        CityEvents source = new(TimeProvider.System.GetUtcNow());
        EmbeddedStore store = EmbeddedStore.Open(settings, TimeProvider.System, NullLoggerFactory.Instance);
        RunClock clock = new();
        await using (store)
        {
            for (int done = 0; done < events; done += BatchSize)
            {
                using EventBatch batch = source.Next(BatchSize);
                clock.Start();
                await store.Events.AppendAsync(batch, new SpoolPosition(1, batch.Headers[^1].Sequence), mayRepeat: false, CancellationToken.None);
                clock.Stop();
            }

            clock.Start();
        }

        clock.Stop();
        return clock.Over(events);
    }

    private static Run Bare(string path, string memory, int events)
    {
        CityEvents source = new(TimeProvider.System.GetUtcNow());
        RunClock clock = new();
        using BareAppender bare = new(path, memory);
        for (int done = 0; done < events; done += BatchSize)
        {
            using EventBatch batch = source.Next(BatchSize);
            object?[][] rows = BareAppender.Rows(batch);
            clock.Start();
            bare.Append(rows);
            clock.Stop();
        }

        clock.Start();
        bare.Checkpoint();
        clock.Stop();
        return clock.Over(events);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
