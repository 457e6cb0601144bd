using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Storage;
using SocHost.Tests.Running;
using SocStore.Embedded;
using Xunit;

namespace SocHost.Tests.Delivery;

/// <summary>What a run left in its data folder, read after it ended.</summary>
/// <param name="Originals">event.original of each stored event, in order of sequence.</param>
/// <param name="Ids">The events' ids.</param>
/// <param name="Bursts">Rule, group, first and last event time, number of matches: what makes two runs equal where ids differ.</param>
/// <param name="IsScanned">Whether detection has read everything that is stored.</param>
internal sealed record StoredRun(IReadOnlyList<string> Originals, IReadOnlyList<EventId> Ids, IReadOnlyList<string> Bursts, bool IsScanned)
{
    /// <summary>Ends the program once detection has read everything that is stored; a busy machine may need another start for that.</summary>
    public static async Task<StoredRun> EndAsync(SocProcess soc)
    {
        for (int i = 1; ; i++)
        {
            Assert.Equal(0, await soc.StopAsync());
            StoredRun run = await ReadAsync(soc.DataFolder);
            if (run.IsScanned || i == 20)
                return run;
            await soc.StartAsync();
            await Task.Delay(TimeSpan.FromSeconds(i));
        }
    }

    /// <summary>Reads a data folder.</summary>
    public static async Task<StoredRun> ReadAsync(string dataFolder)
    {
        await using EmbeddedStore store = EmbeddedStore.Open(new EmbeddedStoreOptions { Folder = dataFolder }, TimeProvider.System, NullLoggerFactory.Instance);
        List<string> originals = [];
        List<EventId> ids = [];
        foreach (SpoolPosition spool in await store.Events.GetPublishedAsync(CancellationToken.None))
        {
            long after = 0;
            while (true)
            {
                using EventBatch batch = await store.Events.ReadNewAsync(new SpoolPosition(spool.Spool, after), 5000, CancellationToken.None);
                if (batch.Count == 0)
                    break;
                for (int i = 0; i < batch.Count; i++)
                {
                    after = batch[i].Sequence;
                    originals.Add(batch[i].Text(EcsField.EventOriginal) ?? "");
                    ids.Add(batch[i].Id);
                }
            }
        }

        IReadOnlyList<SpoolPosition> cursors = await store.Cases.GetCursorsAsync(CancellationToken.None);
        bool isScanned = (await store.Events.GetPublishedAsync(CancellationToken.None)).All(p => cursors.Any(c => c.Spool == p.Spool && c.Sequence >= p.Sequence));
        IReadOnlyList<Detection> detections = await store.Cases.GetDetectionsSinceAsync(DateTimeOffset.MinValue, CancellationToken.None);
        return new StoredRun(originals, ids, [.. detections
            .Where(static d => d.MergedInto is null && !d.Contradicted)
            .Select(static d => $"{d.RuleId} {d.GroupKey} {d.FirstEvent:O} {d.LastEvent:O} {d.MatchCount}")
            .Order(StringComparer.Ordinal)], isScanned);
    }
}
