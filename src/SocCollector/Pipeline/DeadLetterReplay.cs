using SocCollector.Spool;
using SocCore.Ports;
using SocCore.Storage;

namespace SocCollector.Pipeline;

/// <summary>
/// Reads dead letters again: their bytes go through the spool once more, with the id that they have had since they came and
/// a new sequence, so what is stored now lies ahead of every cursor, and nothing is stored twice.
/// </summary>
internal sealed class DeadLetterReplay(LogSpool spool, CollectorPipeline pipeline, IStateStore state)
{
    public async ValueTask<ReplayOutcome> RunAsync(DeadLetterQuery query, AgencyScope scope, CancellationToken cancel)
    {
        IReadOnlyList<DeadLetter> letters = await state.GetDeadLettersAsync(query with { WithReplayed = false, OldestFirst = true }, scope, cancel).ConfigureAwait(false);
        long last = 0;
        SpoolBatch? batch = null;
        foreach (DeadLetter letter in letters.Where(static l => l.Bytes.Length > 0))
        {
            batch ??= spool.Rent();
            RecordOrigin origin = new(spool.Listeners.IndexOf(letter.Listener), System.Text.Encoding.UTF8.GetBytes(letter.Peer));
            batch.Add(letter.Bytes.Span, origin, letter.ReceivedAt.UtcTicks, RecordKind.Replay, ReplayName.Of(letter.Id, letter.Name.Span));
            if (!batch.IsFull)
                continue;
            last = await HandOverAsync(batch, cancel).ConfigureAwait(false);
            batch = null;
        }

        if (batch is not null)
            last = await HandOverAsync(batch, cancel).ConfigureAwait(false);
        await pipeline.WhenDeliveredAsync(last, cancel).ConfigureAwait(false);
        int stored = 0;
        foreach (DeadLetter letter in letters)
        {
            DeadLetter? now = await state.GetDeadLetterAsync(letter.Id, scope, cancel).ConfigureAwait(false);
            if (now is null or { ReplayedAt: not null })
                stored++;
        }

        return new ReplayOutcome(letters.Count, stored, letters.Count - stored, letters.Count == 0 ? null : letters[^1].Id);
    }

    private async ValueTask<long> HandOverAsync(SpoolBatch batch, CancellationToken cancel)
    {
        Task<long> durable = batch.WhenDurable();
        await spool.HandOverAsync(batch, cancel).ConfigureAwait(false);
        return await durable.WaitAsync(cancel).ConfigureAwait(false);
    }
}
