using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SocCollector.Spool;
using SocCore.Events;
using SocCore.Storage;
using EventId = SocCore.Events.EventId;

namespace SocCollector.Pipeline;

/// <summary>
/// From the spool to the target, in order: one task makes deliveries, another hands them over, so that reading goes on while
/// the target commits. While the target is away nothing is lost: the position stays, the spool keeps, and the wires are held
/// back when it is full.
/// </summary>
internal sealed partial class CollectorPipeline : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ReleaseEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(1);

    private readonly LogSpool _spool;
    private readonly IDeliveryTarget _target;
    private readonly ISourceView _sources;
    private readonly SourceActivity _activity;
    private readonly UnclaimedSenders _unclaimed;
    private readonly SilenceWatch _silence;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<CollectorPipeline> _logger;
    private readonly Channel<Delivery> _ready = Channel.CreateBounded<Delivery>(new BoundedChannelOptions(2) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _abort = new();
    private readonly DeliveryLedger _ledger;
    private Task _running = Task.CompletedTask;
    private volatile bool _draining;
    private volatile string? _trouble;
    private long _released;

    public CollectorPipeline(LogSpool spool, IDeliveryTarget target, ISourceView sources, SourceActivity activity, UnclaimedSenders unclaimed, SilenceWatch silence, DeliveryOptions options, TimeProvider time, ILogger<CollectorPipeline> logger)
    {
        _spool = spool;
        _target = target;
        _sources = sources;
        _activity = activity;
        _unclaimed = unclaimed;
        _silence = silence;
        _options = options;
        _time = time;
        _logger = logger;
        _ledger = new DeliveryLedger(spool);
    }

    /// <summary>What became of every record.</summary>
    public Accounting Accounting => _ledger.Snapshot();

    /// <summary>Up to where every record has its fate, and the target knows.</summary>
    public long Delivered => _ledger.Delivered;

    /// <summary>Why nothing is delivered at present; null when all is well.</summary>
    public string? Trouble => _trouble;

    /// <summary>
    /// Asks the target where it stands, and begins behind it. A target that is away keeps the wires closed only where the
    /// spool is new, because it cannot know which sequences cursors have passed; else delivery begins when it answers.
    /// </summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        Task<long> standing = AskDeliveredAsync();
        if (_spool.Backlog == 0)
            await standing.WaitAsync(cancel).ConfigureAwait(false);
        else
            await Task.WhenAny(standing, Task.Delay(_options.StartPatience, _time, cancel)).ConfigureAwait(false);
        bool isKnown = standing.IsCompletedSuccessfully;
        if (isKnown)
            _spool.ContinueBeyond(await standing.ConfigureAwait(false));
        _running = RunAsync(standing, isKnown);
    }

    /// <summary>Deletes segments that the target has for good.</summary>
    public ValueTask ReleaseAsync(CancellationToken cancel) =>
        _spool.MayRelease(Delivered) ? ReleaseAsync(new SpoolPosition(_spool.Options.Id, Delivered), cancel) : ValueTask.CompletedTask;

    /// <summary>Delivers what the spool has, and ends; gives up when the token says so. What is undelivered stays in the spool.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        _draining = true;
        using (cancel.Register(static state => ((CancellationTokenSource)state!).Cancel(), _abort))
            await _running.ConfigureAwait(false);
    }

    /// <summary>Waits until everything up to a sequence has its fate.</summary>
    public async Task WhenDeliveredAsync(long sequence, CancellationToken cancel)
    {
        while (Delivered < sequence)
            await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancel).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _abort.Dispose();
    }

    private async Task<long> AskDeliveredAsync()
    {
        long delivered = 0;
        await TryUntilDoneAsync(async c => delivered = await _target.GetDeliveredAsync(_spool.Options.Id, c).ConfigureAwait(false), null, _abort.Token).ConfigureAwait(false);
        return delivered;
    }

    private async Task RunAsync(Task<long> standing, bool isKnown)
    {
        try
        {
            long delivered = await standing.ConfigureAwait(false);
            if (!isKnown && delivered > _spool.Backlog)
            {
                // An older copy of the folder: what was received since the start must not pass for delivered.
                Log.SpoolIsOld(_logger, _spool.Options.Folder, delivered, _spool.Backlog);
                delivered = _spool.Backlog;
            }

            delivered = Math.Max(delivered, _spool.FirstSequence - 1);
            _ledger.Begin(delivered);
            Log.Started(_logger, _spool.Options.Folder, delivered, _spool.Durable.Sequence - delivered);
            await Task.WhenAll(Task.Run(() => AssembleAsync(delivered), CancellationToken.None), Task.Run(HandOverAsync, CancellationToken.None)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Ended before the target answered; the spool keeps everything.
        }
    }

    private async Task AssembleAsync(long after)
    {
        try
        {
            using EventAssembler assembler = new(_spool, after, _sources, _activity, _unclaimed, _silence, _options, _target.Ahead + 1, _time, _logger);
            while (!_abort.IsCancellationRequested)
            {
                // Others have their turn: while much comes, this task never waits by itself.
                await Task.Yield();
                if (await FillAsync(assembler).ConfigureAwait(false))
                    await _ready.Writer.WriteAsync(assembler.Close(), _abort.Token).ConfigureAwait(false);
                else if (_draining && assembler.Sequence >= _spool.Durable.Sequence)
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // Given up; the spool keeps what was not handed over.
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            _trouble = e.Message;
            Log.Failed(_logger, e, _spool.Options.Folder);
        }
        finally
        {
            _ready.Writer.TryComplete();
        }
    }

    /// <summary>Reads until a delivery is full or its first record has waited long enough; false when there was nothing.</summary>
    private async ValueTask<bool> FillAsync(EventAssembler assembler)
    {
        long began = 0;
        while (!assembler.Fill())
        {
            if (_draining)
                break;
            TimeSpan wait = IdleWait;
            if (assembler.HasAny)
            {
                if (began == 0)
                    began = _time.GetTimestamp();
                wait = _options.MaxWait - _time.GetElapsedTime(began);
                if (wait <= TimeSpan.Zero)
                    break;
            }

            if (!await _spool.WaitBeyondAsync(assembler.Sequence, wait, _abort.Token).ConfigureAwait(false) && !assembler.HasAny)
                return false;
        }

        return assembler.HasAny;
    }

    private async Task HandOverAsync()
    {
        Queue<(Delivery Delivery, Task Ahead)> begun = new();
        try
        {
            while (true)
            {
                // The oldest never waits for a next one that is not there yet.
                while (begun.Count <= _target.Ahead && _ready.Reader.TryRead(out Delivery? next))
                    begun.Enqueue((next, begun.Count == 0 ? Task.CompletedTask : WriteAheadAsync(next)));
                if (begun.TryDequeue(out (Delivery Delivery, Task Ahead) oldest))
                {
                    await oldest.Ahead.ConfigureAwait(false);
                    await DeliverAsync(oldest.Delivery).ConfigureAwait(false);
                    oldest.Delivery.Events.Dispose();
                    await Task.Yield();
                }
                else if (!await _ready.Reader.WaitToReadAsync(_abort.Token).ConfigureAwait(false))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Given up while the target is away.
        }
        finally
        {
            await Task.WhenAll(begun.Select(static b => b.Ahead)).ConfigureAwait(false);
        }

        Log.Ended(_logger, _spool.Options.Folder, Delivered, _spool.Durable.Sequence - Delivered);
    }

    /// <summary>Sends what is appended later. It never fails: what went wrong shows again, and is told, when it is appended.</summary>
    private async Task WriteAheadAsync(Delivery delivery)
    {
        // The one before it is not kept waiting by this one's beginning.
        await Task.Yield();
        try
        {
            await _target.WriteAheadAsync(delivery.Events, delivery.MayRepeat, _abort.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The stores are others' code: any failure of theirs means that nothing is delivered now.
        catch (Exception)
#pragma warning restore CA1031
        {
            delivery.MayRepeat = true;
        }
    }

    private async Task DeliverAsync(Delivery delivery)
    {
        SpoolPosition position = new(_spool.Options.Id, delivery.UpTo);
        AppendOutcome outcome = default;
        // Letters are kept before the position moves over them; a letter that was kept twice is one letter.
        if (delivery.Dead.Count > 0)
            await TryUntilDoneAsync(c => _target.KeepAsync(delivery.Dead, c), null, _abort.Token).ConfigureAwait(false);
        await TryUntilDoneAsync(
            async c => outcome = await _target.AppendAsync(delivery.Events, position, delivery.MayRepeat, c).ConfigureAwait(false),
            () => delivery.MayRepeat = true,
            _abort.Token).ConfigureAwait(false);
        if (outcome.Refused is { Count: > 0 } refused)
            await BuryAsync(delivery, refused, position).ConfigureAwait(false);
        if (delivery.Replayed.Count > 0)
            await TryUntilDoneAsync(c => _target.MarkReplayedAsync(delivery.Replayed, _time.GetUtcNow(), c), null, _abort.Token).ConfigureAwait(false);
        _ledger.Add(delivery, outcome);
        await ReleaseAsync(position).ConfigureAwait(false);
    }

    /// <summary>What the store refuses for good is kept as it came; only then the position moves over it.</summary>
    private async Task BuryAsync(Delivery delivery, IReadOnlyList<RefusedEvent> refused, SpoolPosition position)
    {
        IReadOnlyList<DeadLetter> letters = RefusedLetters.Make(_spool, delivery.Events, refused);
        await TryUntilDoneAsync(c => _target.KeepAsync(letters, c), null, _abort.Token).ConfigureAwait(false);
        await TryUntilDoneAsync(async c => await _target.AppendAsync(EventBatch.Empty, position, mayRepeat: false, c).ConfigureAwait(false), null, _abort.Token).ConfigureAwait(false);
        HashSet<EventId> dead = [.. refused.Select(static r => r.Id)];
        delivery.Replayed.RemoveAll(dead.Contains);
    }

    /// <summary>Asks now and then: a store's checkpoint comes later than its answer.</summary>
    private async Task ReleaseAsync(SpoolPosition position)
    {
        if (!_spool.MayRelease(position.Sequence) || _time.GetElapsedTime(_released) < ReleaseEvery)
            return;
        await TryUntilDoneAsync(c => ReleaseAsync(position, c), null, _abort.Token).ConfigureAwait(false);
    }

    private async ValueTask ReleaseAsync(SpoolPosition position, CancellationToken cancel)
    {
        _released = _time.GetTimestamp();
        long kept = await _target.GetKeptForGoodAsync(position, cancel).ConfigureAwait(false);
        _spool.Release(Math.Min(kept, position.Sequence));
    }

    /// <summary>Tries until it works, with growing pauses. Whatever a target throws is an outage: its fault, never the record's.</summary>
    private async Task TryUntilDoneAsync(Func<CancellationToken, ValueTask> step, Action? beforeRetry, CancellationToken cancel)
    {
        TimeSpan pause = FirstPause;
        while (true)
        {
            try
            {
                await step(cancel).ConfigureAwait(false);
                if (_trouble is not null)
                {
                    _trouble = null;
                    Log.Back(_logger);
                }

                return;
            }
#pragma warning disable CA1031 // The stores are others' code: any failure of theirs means that nothing is delivered now.
            catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
            {
                if (_trouble is null)
                    Log.Away(_logger, e);
                _trouble = e.Message;
                beforeRetry?.Invoke();
            }

            await Task.Delay(pause, _time, cancel).ConfigureAwait(false);
            pause = pause * 2 > _options.LongestPause ? _options.LongestPause : pause * 2;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.DeliveryStarted, LogLevel.Information, "Delivery from spool '{Folder}' begins behind sequence {Delivered}; {Backlog} records wait.")]
        public static partial void Started(ILogger logger, string folder, long delivered, long backlog);

        [LoggerMessage(EventIds.SpoolIsOld, LogLevel.Error, "The store has records of spool '{Folder}' up to {Delivered}, the spool itself only up to {Backlog}: it is an older copy. What it received since the start is delivered, under sequences that detection has passed.")]
        public static partial void SpoolIsOld(ILogger logger, string folder, long delivered, long backlog);

        [LoggerMessage(EventIds.StoreAway, LogLevel.Error, "The store takes nothing; what comes stays in the spool until it does.")]
        public static partial void Away(ILogger logger, Exception e);

        [LoggerMessage(EventIds.StoreBack, LogLevel.Information, "The store takes events again.")]
        public static partial void Back(ILogger logger);

        [LoggerMessage(EventIds.DeliveryEnded, LogLevel.Information, "Delivery from spool '{Folder}' ended at sequence {Delivered}; {Backlog} records stay in the spool.")]
        public static partial void Ended(ILogger logger, string folder, long delivered, long backlog);

        [LoggerMessage(EventIds.DeliveryFailed, LogLevel.Critical, "The spool '{Folder}' cannot be read; delivery has stopped.")]
        public static partial void Failed(ILogger logger, Exception e, string folder);
    }
}
