using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SocCore.Events;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Events;

/// <summary>
/// Sends events to their streams. Each item has its own fate: taken, there already, refused for good, or to be sent again;
/// trouble of the whole store stops the batch, which may be sent again as it is.
/// </summary>
internal sealed partial class BulkWriter(ElasticGateway gateway, EventIndex index, EventStreams streams, TimeProvider pauses, ILogger logger)
{
    private const int MostAttempts = 8;
    private const int FirstPause = 500;
    private const int LongestPause = 60_000;

    private readonly BulkGate _gate = new(gateway.Options.BulkConcurrency);

    /// <summary>How many requests may run now.</summary>
    public int Concurrency => _gate.Limit;

    /// <summary>Sends those events of a batch that are open.</summary>
    /// <exception cref="ElasticException">The store takes nothing at present; fates that are known stay known.</exception>
    public async Task WriteAsync(EventBatch batch, BulkFates fates, DateOnly day, CancellationToken cancel)
    {
        ElasticDialect dialect = await gateway.ConnectAsync(cancel).ConfigureAwait(false);
        EventDocument document = new(index, day);
        EventStream? only = OnlyStream(batch, fates);
        int share = _gate.Share(fates.CountOf(ItemFate.Open), gateway.Options.BulkEvents);
        List<Task> sending = [];
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            // A chunk is made while the requests before it run: a place among them must not wait for documents.
            for (int place = 0; !stop.IsCancellationRequested && Fill(batch, fates, share, only, document, ref place) is { } chunk;)
            {
                try
                {
                    await _gate.EnterAsync(cancel).ConfigureAwait(false);
                }
                catch
                {
                    chunk.Dispose();
                    throw;
                }

                sending.Add(SendAndLeaveAsync(chunk, fates, dialect, stop));
            }
        }
        finally
        {
            // The batch is the caller's: nothing of it may be looked at when this returns.
            await WhenAllAsync(sending, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The next chunk: its share of the events, or as many as fit; null when there are none left.</summary>
    private BulkChunk? Fill(EventBatch batch, BulkFates fates, int share, EventStream? only, EventDocument document, ref int place)
    {
        BulkChunk? chunk = null;
        for (; place < batch.Count; place++)
        {
            if (fates.All[place] != ItemFate.Open)
                continue;
            if (chunk is not null && (chunk.Count >= share || chunk.Bytes >= gateway.Options.BulkBytes))
                break;
            chunk ??= new BulkChunk(only);
            EcsEvent source = batch[place];
            chunk.Add(source, place, only ?? streams.Of(source), document);
        }

        return chunk;
    }

    private EventStream? OnlyStream(EventBatch batch, BulkFates fates)
    {
        EventStream? only = null;
        for (int i = 0; i < batch.Count; i++)
        {
            if (fates.All[i] != ItemFate.Open)
                continue;
            EventStream stream = streams.Of(batch[i]);
            if (only is not null && stream != only)
                return null;
            only = stream;
        }

        return only;
    }

    private async Task SendAndLeaveAsync(BulkChunk chunk, BulkFates fates, ElasticDialect dialect, CancellationTokenSource stop)
    {
        // The next chunk is made meanwhile.
        await Task.Yield();
        try
        {
            using (chunk)
                await SendAsync(chunk, fates, dialect, stop.Token).ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            _gate.Leave();
        }
    }

    private async Task SendAsync(BulkChunk chunk, BulkFates fates, ElasticDialect dialect, CancellationToken cancel)
    {
        BulkChunk current = chunk;
        try
        {
            for (int attempt = 0; ; attempt++)
            {
                (List<int> again, ElasticException? trouble) = await TryAsync(current, fates, dialect, cancel).ConfigureAwait(false);
                if (trouble is null && again.Count == 0)
                    return;
                if (trouble is not null && (trouble.Failure != ElasticFailure.Busy || attempt == MostAttempts))
                    throw trouble;
                _gate.Busy();
                Log.Slower(logger, again.Count, _gate.Limit);
                if (again.Count < current.Count)
                {
                    BulkChunk rest = current.Select(again);
                    if (current != chunk)
                        current.Dispose();
                    current = rest;
                }

                int most = (int)Math.Min(LongestPause, (long)FirstPause << attempt);
#pragma warning disable CA5394 // Which of several writers goes first is no secret.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, most)), pauses, cancel).ConfigureAwait(false);
#pragma warning restore CA5394
            }
        }
        finally
        {
            if (current != chunk)
                current.Dispose();
        }
    }

    /// <summary>One request. Gives back the items to send again, and the trouble that stands in the way, if any.</summary>
    private async Task<(List<int> Again, ElasticException? Trouble)> TryAsync(BulkChunk chunk, BulkFates fates, ElasticDialect dialect, CancellationToken cancel)
    {
        List<int> again = [];
        ElasticException? outage = null;
        try
        {
            using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Lines(dialect.Bulk(chunk.Only?.Name), chunk.Body), cancel).ConfigureAwait(false);
            BulkAnswer.Read(answer.Root, chunk.Count, (item, fate, type, reason) =>
            {
                if (fate == ItemFate.Busy)
                    again.Add(item);
                else if (fate == ItemFate.Outage)
                    outage ??= new ElasticException($"The store takes no events: {type}: {reason}. They stay in the spool; look at the stream and at what the key may do.");
                else if (fate == ItemFate.Refused)
                    fates.Refuse(chunk.EventAt(item), type, reason);
                else
                    fates.Set(chunk.EventAt(item), fate);
            });
            if (again.Count == 0 && outage is null)
                _gate.Good();
            ElasticException? busy = again.Count > 0 ? ElasticException.Busy($"{again.Count} of {chunk.Count} events were not taken") : null;
            return (again, outage ?? busy);
        }
        catch (ElasticException e) when (e.Failure == ElasticFailure.Busy)
        {
            return ([.. Enumerable.Range(0, chunk.Count)], e);
        }
        catch (ElasticException e) when (e.Failure == ElasticFailure.TooLarge)
        {
            await HalveAsync(chunk, fates, e, dialect, cancel).ConfigureAwait(false);
            return (again, null);
        }
        catch (JsonException e)
        {
            throw new ElasticException($"The answer of a bulk cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A request that is too large goes in two; one event that is too large by itself is refused.</summary>
    private async Task HalveAsync(BulkChunk chunk, BulkFates fates, ElasticException tooLarge, ElasticDialect dialect, CancellationToken cancel)
    {
        if (chunk.Count == 1)
        {
            fates.Refuse(chunk.EventAt(0), "request_entity_too_large", $"the document has {chunk.Bytes} bytes: {tooLarge.Reason}");
            return;
        }

        int half = chunk.Count / 2;
        using BulkChunk first = chunk.Select(Enumerable.Range(0, half));
        await SendAsync(first, fates, dialect, cancel).ConfigureAwait(false);
        using BulkChunk second = chunk.Select(Enumerable.Range(half, chunk.Count - half));
        await SendAsync(second, fates, dialect, cancel).ConfigureAwait(false);
    }

    /// <summary>Waits for all, then throws the trouble that began it and not the cancellations that followed.</summary>
    private static async Task WhenAllAsync(List<Task> sending, CancellationToken cancel)
    {
        try
        {
            await Task.WhenAll(sending).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ElasticException)
        {
            cancel.ThrowIfCancellationRequested();
            ElasticException? trouble = sending.SelectMany(static t => t.Exception?.InnerExceptions ?? Enumerable.Empty<Exception>()).OfType<ElasticException>().FirstOrDefault();
            if (trouble is null)
                throw;
            ExceptionDispatchInfo.Throw(trouble);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.BulkSlower, LogLevel.Information, "The store has too much to do: {Count} events are sent again, {Limit} requests at once from now on")]
        public static partial void Slower(ILogger logger, int count, int limit);
    }
}
