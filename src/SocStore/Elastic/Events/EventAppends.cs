using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SocCore.Events;
using SocCore.Storage;
using EventId = SocCore.Events.EventId;

namespace SocStore.Elastic.Events;

/// <summary>
/// Takes batches in: what may be stored already is asked for by id over all of the stream, the rest is written, and only then
/// the position is published, with the number of events that a reader must find.
/// </summary>
internal sealed partial class EventAppends(BulkWriter writer, StoredIds stored, PublishedPositions positions, RecentRing ring, ILogger logger)
{
    private readonly ConcurrentDictionary<short, List<EventBatch>> _unpublished = [];
    private readonly ConcurrentDictionary<short, Lazy<Task>> _begun = [];
    private readonly ConcurrentDictionary<EventBatch, BulkFates> _ahead = [];

    /// <summary>Writes what <see cref="AppendAsync"/> will be asked for next, and remembers the fates until then.</summary>
    public async Task WriteAheadAsync(EventBatch batch, bool mayRepeat, DateOnly day, CancellationToken cancel)
    {
        if (batch.Count > 0)
            _ahead[batch] = await WriteAsync(batch, batch.Headers[0].Spool, mayRepeat, day, cancel).ConfigureAwait(false);
    }

    public async Task<AppendOutcome> AppendAsync(EventBatch batch, SpoolPosition delivered, bool mayRepeat, DateOnly day, CancellationToken cancel)
    {
        if (!_ahead.TryRemove(batch, out BulkFates? fates))
            fates = await WriteAsync(batch, delivered.Spool, mayRepeat, day, cancel).ConfigureAwait(false);
        // A batch that comes again says anew what the last try left unpublished.
        if (batch.Count > 0)
            Forget(delivered.Spool);
        int repeated = await JudgeAsync(batch, fates, cancel).ConfigureAwait(false);
        Keep(delivered.Spool, batch, fates);
        AppendOutcome outcome = new(fates.CountOf(ItemFate.Stored) + repeated, fates.CountOf(ItemFate.Existing) - repeated);
        if (fates.Refused.Count > 0)
        {
            Log.Refused(logger, fates.Refused.Count, fates.Refused[0].Type, fates.Refused[0].Reason);
            return outcome with { Refused = fates.Refused };
        }

        await PublishAsync(delivered, cancel).ConfigureAwait(false);
        return outcome;
    }

    /// <summary>Asks for those that may be stored already, and sends the others.</summary>
    private async Task<BulkFates> WriteAsync(EventBatch batch, short spool, bool mayRepeat, DateOnly day, CancellationToken cancel)
    {
        await BeginAsync(spool, cancel).ConfigureAwait(false);
        BulkFates fates = new(batch);
        if (mayRepeat)
        {
            Dictionary<EventId, SpoolPosition> known = await stored.FindAsync(Ids(batch, static _ => true), cancel).ConfigureAwait(false);
            for (int i = 0; i < batch.Count; i++)
            {
                if (known.TryGetValue(batch[i].Id, out SpoolPosition at))
                    fates.Explain(i, isHere: IsAt(batch[i], at));
            }
        }

        await writer.WriteAsync(batch, fates, day, cancel).ConfigureAwait(false);
        return fates;
    }

    /// <summary>What was stored before this process began is not in its ring.</summary>
    private async Task BeginAsync(short spool, CancellationToken cancel)
    {
        Lazy<Task> begun = _begun.GetOrAdd(spool, static (s, all) => new Lazy<Task>(() => all.LoadAsync(s)), this);
        try
        {
            await begun.Value.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch when (begun.Value.IsFaulted)
        {
            _begun.TryRemove(KeyValuePair.Create(spool, begun));
            throw;
        }
    }

    private async Task LoadAsync(short spool)
    {
        SpoolProgress progress = await positions.LoadAsync(spool, CancellationToken.None).ConfigureAwait(false);
        ring.StartBehind(new SpoolPosition(spool, progress.Position));
    }

    /// <summary>
    /// Looks at what the stream had already: under the same position it is this batch itself, sent twice because an answer
    /// was lost; under another it is a duplicate. Returns the number of the former that were not known before.
    /// </summary>
    private async Task<int> JudgeAsync(EventBatch batch, BulkFates fates, CancellationToken cancel)
    {
        int repeated = 0;
        Dictionary<EventId, SpoolPosition> known = await stored.FindAsync(Ids(batch, fates.IsUnexplained), cancel).ConfigureAwait(false);
        for (int i = 0; i < batch.Count; i++)
        {
            if (fates.IsUnexplained(i) && known.TryGetValue(batch[i].Id, out SpoolPosition at) && IsAt(batch[i], at))
            {
                fates.Explain(i, isHere: true);
                repeated++;
            }
        }

        return repeated;
    }

    /// <summary>Holds what was stored until it is published.</summary>
    private void Keep(short spool, EventBatch batch, BulkFates fates)
    {
        int here = fates.CountHere();
        if (here == 0)
            return;
        EventBatch kept;
        if (here < batch.Count)
        {
            using EventBatchBuilder builder = new();
            for (int i = 0; i < batch.Count; i++)
            {
                if (fates.IsHere(i))
                    builder.Append(batch[i]);
            }

            kept = builder.Build();
        }
        else
        {
            kept = batch.Retain();
        }

        _unpublished.GetOrAdd(spool, static _ => []).Add(kept);
    }

    private async Task PublishAsync(SpoolPosition delivered, CancellationToken cancel)
    {
        List<EventBatch> waiting = _unpublished.GetOrAdd(delivered.Spool, static _ => []);
        bool published = await positions.PublishAsync(delivered, waiting.Sum(static b => (long)b.Count), () =>
        {
            long position = positions.Of(delivered.Spool).Position;
            foreach (EventBatch batch in waiting)
            {
                // Behind the position already: a reader may be past it, and the ring is in order.
                if (batch.Headers[0].Sequence > position)
                {
                    ring.Add(batch);
                    position = batch.Headers[^1].Sequence;
                }
                else
                {
                    ring.StartBehind(new SpoolPosition(delivered.Spool, Math.Max(position, batch.Headers[^1].Sequence)));
                    batch.Dispose();
                }
            }

            waiting.Clear();
        }, cancel).ConfigureAwait(false);
        // Another writer of the spool is further: what lies up to there is on the server, not here.
        if (!published)
            ring.StartBehind(new SpoolPosition(delivered.Spool, positions.Of(delivered.Spool).Position));
        Forget(delivered.Spool);
    }

    /// <summary>Whether it is stored under the position that it has here, and not counted yet.</summary>
    private bool IsAt(EcsEvent source, SpoolPosition at) =>
        at.Spool == source.Spool && at.Sequence == source.Sequence && at.Sequence > positions.Of(at.Spool).Position;

    private void Forget(short spool)
    {
        if (!_unpublished.TryGetValue(spool, out List<EventBatch>? waiting))
            return;
        foreach (EventBatch batch in waiting)
            batch.Dispose();
        waiting.Clear();
    }

    private static List<EventId> Ids(EventBatch batch, Func<int, bool> isWanted)
    {
        List<EventId> ids = [];
        for (int i = 0; i < batch.Count; i++)
        {
            if (isWanted(i))
                ids.Add(batch[i].Id);
        }

        return ids;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.EventsRefused, LogLevel.Warning, "The store refuses {Count} events for good; they become dead letters. The first: {Type}: {Reason}")]
        public static partial void Refused(ILogger logger, int count, string type, string reason);
    }
}
