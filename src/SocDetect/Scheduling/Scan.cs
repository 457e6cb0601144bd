using Microsoft.Extensions.Logging;
using SocCore.Events;
using SocCore.Incidents;
using SocCore.Ports;
using SocCore.Rules;
using SocCore.Storage;
using SocDetect.Correlation;
using SocDetect.Matching;
using SocDetect.Raising;

namespace SocDetect.Scheduling;

/// <summary>
/// Reads new events by sequence, spool by spool in bounded batches, and commits everything that a batch decides with the
/// cursor in one transaction. A crash between two commits changes nothing: what is in memory is read back from the store.
/// Calls wait for each other.
/// </summary>
internal sealed partial class Scan(DetectContext context, Func<RuleSet> rules, DatasetCatalog catalog, ILogger<Scan> log)
{
    private const int MostTries = 8;

    private static readonly TimeSpan ScanRowEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DropEvery = TimeSpan.FromHours(1);

    private readonly Turns _turns = new();
    private Detector? _detector;
    private readonly ForeignOffers? _foreignOffers = context.Foreign is { } foreign ? new ForeignOffers(foreign.Declared) : null;
    private Raiser? _raiser;
    private DateTimeOffset _droppedAt;
    private long _pending;
    private long _lastScan;

    /// <summary>How far behind it is.</summary>
    public DetectionLag Lag
    {
        get
        {
            long last = Interlocked.Read(ref _lastScan);
            return new DetectionLag(Interlocked.Read(ref _pending), last == 0 ? null : new DateTimeOffset(last, TimeSpan.Zero));
        }
    }

    /// <summary>Whether this process is the active detector.</summary>
    public bool IsActive => context.Seat.IsTaken;

    /// <summary>Rules that no source feeds, as of the last scan.</summary>
    public IReadOnlySet<string> Blind { get; private set; } = new HashSet<string>();

    /// <summary>What was evaluated since the last row of the ledger, as of the last scan that left nothing waiting.</summary>
    public IReadOnlyList<LedgerRow> Open { get; private set; } = [];

    /// <summary>What is held in memory: groups and matches.</summary>
    public (int Groups, long Matches) Held => _detector is { } detector ? (detector.Groups, detector.Held) : (0, 0);

    /// <summary>
    /// One look at every spool: at most one batch of each. Returns the number of events read; 0 means that nothing waits,
    /// and that what is due on time has been decided.
    /// </summary>
    public async Task<int> RunOnceAsync(CancellationToken cancel)
    {
        try
        {
            return await GuardAsync(PassAsync, cancel);
        }
        catch (DetectorMovedException moved)
        {
            Log.DetectorMoved(log, moved.Message);
            context.Seat.Doubt();
            return 0;
        }
    }

    /// <summary>Takes the events of an interval in that were read before; the cursors stay. Returns the matches, and how many detections are new.</summary>
    /// <exception cref="InvalidOperationException">Another process is the active detector.</exception>
    public async Task<(int Matches, int Raised)> ReplayAsync(EventBatch batch, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        int raised = 0;
        int matches = await GuardAsync(
            async stop =>
            {
                if (!await TakeSeatAsync(stop))
                    throw new InvalidOperationException("Another process is the active detector; ask that one.");
                Detector detector = await PresentAsync(stop);
                Dictionary<short, long> cursors = await CursorsAsync(stop);
                ScanYield yield = await EvaluateAsync(detector, batch, isReplay: true, stop);
                raised = yield.Changes.Count(static c => c.Burst.Saved is null);
                DateTimeOffset now = context.Time.GetUtcNow();
                yield.Ledger.Add(new LedgerRow("scan", "back-fill", from, to, batch.Count, "evaluated again", now));
                await CommitAsync(detector, yield, cursors, cursors, onlyIfNeeded: false, stop);
                return yield.Rows.Count;
            },
            cancel);
        return (matches, raised);
    }

    /// <summary>Scans until nothing waits.</summary>
    public async Task DrainAsync(CancellationToken cancel)
    {
        while (await RunOnceAsync(cancel) > 0)
            cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Makes sure of being the active detector; what an earlier term left in memory is forgotten.</summary>
    private async ValueTask<bool> TakeSeatAsync(CancellationToken cancel)
    {
        long epoch = context.Seat.Epoch;
        bool isTaken = await context.Seat.TryTakeAsync(cancel);
        if (!isTaken || context.Seat.Epoch != epoch)
            await ForgetAsync();
        if (isTaken && context.Seat.Epoch != epoch)
            Log.SeatTaken(log, context.Seat.Holder, context.Seat.Epoch);
        return isTaken;
    }

    private async ValueTask ForgetAsync()
    {
        _detector = null;
        _raiser = null;
        await ForgetForeignAsync();
    }

    /// <summary>One at a time; after a failure everything in memory is forgotten, because it may be ahead of what is committed.</summary>
    private Task<int> GuardAsync(Func<CancellationToken, Task<int>> pass, CancellationToken cancel) => _turns.TakeAsync(
        async () =>
        {
            try
            {
                return await pass(cancel);
            }
            catch
            {
                await ForgetAsync();
                throw;
            }
        },
        cancel);

    private async Task<Dictionary<short, long>> CursorsAsync(CancellationToken cancel) =>
        (await context.Cases.GetCursorsAsync(cancel)).ToDictionary(static p => p.Spool, static p => p.Sequence);

    private async Task<int> PassAsync(CancellationToken cancel)
    {
        if (!await TakeSeatAsync(cancel))
            return 0;
        Detector detector = await PresentAsync(cancel);
        IReadOnlyList<SpoolPosition> published = await context.Events.GetPublishedAsync(cancel);
        Dictionary<short, long> cursors = await CursorsAsync(cancel);
        int read = 0;
        bool full = false;
        foreach (SpoolPosition position in published.OrderBy(static p => p.Spool))
        {
            long cursor = cursors.GetValueOrDefault(position.Spool);
            if (position.Sequence <= cursor)
                continue;
            (int events, long reached) = await ReadAsync(detector, new SpoolPosition(position.Spool, cursor), position.Sequence, cursors, cancel);
            read += events;
            full |= reached < position.Sequence;
            cursors[position.Spool] = reached;
        }

        read += await ReadForeignAsync(detector, cursors, isIdle: read == 0, cancel);
        Interlocked.Exchange(ref _pending, published.Sum(p => Math.Max(0, p.Sequence - cursors.GetValueOrDefault(p.Spool))));
        Interlocked.Exchange(ref _lastScan, context.Time.GetUtcNow().UtcTicks);
        if (read > 0 || full)
            return Math.Max(1, read);
        ScanYield rest = await detector.RestAsync(cancel);
        foreach (SpoolPosition position in published)
            NoteScanned(detector, position.Spool, 0, rest);
        await CommitAsync(detector, rest, cursors, cursors, onlyIfNeeded: true, cancel);
        Blind = detector.Blind();
        Open = OpenRows(detector, context.Time.GetUtcNow());
        return 0;
    }

    /// <summary>Reads one batch behind a cursor and commits it; returns how many events it had and where it ended.</summary>
    private async Task<(int Events, long Reached)> ReadAsync(
        Detector detector, SpoolPosition after, long published, Dictionary<short, long> cursors, CancellationToken cancel)
    {
        using EventBatch batch = await context.Events.ReadNewAsync(after, context.Options.BatchSize, cancel);

        // A store may give fewer than asked though more follow, so only an empty batch says that nothing is left. It never
        // ends one within a record.
        long reached = batch.Count == 0 ? published : batch.Headers[^1].Sequence;
        ScanYield yield = await EvaluateAsync(detector, batch, isReplay: false, cancel);
        Dictionary<short, long> moved = new(cursors) { [after.Spool] = reached };
        NoteScanned(detector, after.Spool, batch.Count, yield);
        IReadOnlyList<MissingEvents> missing = NoteMissing(yield);
        await CommitAsync(detector, yield, cursors, moved, onlyIfNeeded: false, cancel);
        context.Missing?.Noted(missing);
        return (batch.Count, reached);
    }

    private async Task<ScanYield> EvaluateAsync(Detector detector, EventBatch batch, bool isReplay, CancellationToken cancel)
    {
        ScanYield yield = await detector.ReadAsync(batch, isReplay, cancel);
        _raiser!.Matched(batch, yield.Rows);
        return yield;
    }

    /// <summary>Commits what a pass found. An incident that a person changed meanwhile is decided again; a moved cursor means that another detector is at work.</summary>
    private async Task CommitAsync(
        Detector detector, ScanYield yield, Dictionary<short, long> from, Dictionary<short, long> to, bool onlyIfNeeded, CancellationToken cancel)
    {
        List<Raise> raises = [.. yield.Changes.Select(static c => new Raise(c.Rule, c.Burst))];
        DateTimeOffset now = context.Time.GetUtcNow();
        for (int tries = 1; ; tries++)
        {
            RaiseDecision decision = await _raiser!.DecideAsync(raises, now, cancel);
            if (onlyIfNeeded && !decision.Settles && raises.Count == 0 && decision.Entries.Count == 0 && yield.Ledger.Count == 0 && yield.Rows.Count == 0)
                return;
            string? state = detector.ChangedState(decision.Lagging.Keys);
            bool drop = now - _droppedAt >= DropEvery;
            DetectCommit commit = new()
            {
                ExpectedCursors = Positions(from),
                Cursors = Positions(to),
                Epoch = context.Seat.Epoch,
                Matches = yield.Rows,
                Detections = [.. raises.Select(static r => r.Detection)],
                Incidents = [.. decision.Entries.Select(static e => (e.Incident, e.BaseVersion, e.Change))],
                Ledger = yield.Ledger,
                State = state is null ? yield.State : new Dictionary<string, string>(yield.State) { [DetectState.Name] = state },
                DropMatchesBefore = drop ? detector.JournalNeededFrom() : null,
            };
            if (await context.Cases.CommitAsync(commit, cancel))
            {
                if (drop)
                    _droppedAt = now;
                detector.Saved(state);
                Committed(raises, decision);
                return;
            }

            Dictionary<short, long> present = await CursorsAsync(cancel);
            if (tries == MostTries || from.Any(p => present.GetValueOrDefault(p.Key) != p.Value))
                throw new DetectorMovedException($"The cursors moved, or an incident changed {tries} times in a row; another detector may be active. Reading back from the store.");
        }
    }

    private void Committed(List<Raise> raises, RaiseDecision decision)
    {
        foreach (Raise raise in raises)
        {
            if (raise.Burst.Saved is not null)
                continue;
            context.Tally.Detected(raise.Rule.Id);
            if (raise.Rule.Raises)
                Log.DetectionRaised(log, raise.Rule.Id, raise.Rule.Title, raise.Burst.GroupKey, raise.Burst.Count);
        }

        _raiser!.Committed(raises, decision);
    }

    /// <summary>The detector for the rules of now; it is made anew when rules or sources were loaded again.</summary>
    private async Task<Detector> PresentAsync(CancellationToken cancel)
    {
        RuleSet wanted = rules();
        IReadOnlyList<DatasetLogSource> offers = _foreignOffers?.With(catalog.Offers) ?? catalog.Offers;
        if (_detector is { } present && ReferenceEquals(present.Rules, wanted) && ReferenceEquals(present.Offers, offers))
            return present;
        Detector made = await Detector.StartAsync(wanted, offers, context, _detector, cancel);
        if (_detector is null)
            Log.DetectorStarted(log, wanted.Rules.Count, wanted.Correlations.Count, made.Groups, made.Held);
        else
            Log.RulesSwapped(log, wanted.Rules.Count, wanted.Correlations.Count);
        _detector = made;
        if (_raiser is null)
        {
            _raiser = new Raiser(context.Events, context.Cases, context.Options.GrowthInterval);
            _raiser.Remember(made.State.Lagging, context.Time.GetUtcNow());
        }

        _raiser.Follow(wanted);
        return made;
    }

    private static List<SpoolPosition> Positions(Dictionary<short, long> cursors) =>
        [.. cursors.OrderBy(static c => c.Key).Select(static c => new SpoolPosition(c.Key, c.Value))];

    private static partial class Log
    {
        [LoggerMessage(EventIds.DetectorStarted, LogLevel.Information, "Detection starts with {Rules} rules and {Correlations} correlations; {Groups} groups with {Matches} matches were read back.")]
        public static partial void DetectorStarted(ILogger log, int rules, int correlations, int groups, long matches);

        [LoggerMessage(EventIds.RulesSwapped, LogLevel.Information, "Rules or sources were loaded again: {Rules} rules and {Correlations} correlations are in use.")]
        public static partial void RulesSwapped(ILogger log, int rules, int correlations);

        [LoggerMessage(EventIds.SeatTaken, LogLevel.Information, "This process ({Holder}) is the active detector, epoch {Epoch}.")]
        public static partial void SeatTaken(ILogger log, string holder, long epoch);

        [LoggerMessage(EventIds.DetectorMoved, LogLevel.Warning, "{Reason}")]
        public static partial void DetectorMoved(ILogger log, string reason);

        [LoggerMessage(EventIds.DetectionRaised, LogLevel.Information, "Rule {RuleId} ({Title}) fired for {Group}: {Matches} matches.")]
        public static partial void DetectionRaised(ILogger log, string ruleId, string title, string group, int matches);
    }
}
