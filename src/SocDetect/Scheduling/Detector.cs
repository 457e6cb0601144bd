using SocCore.Events;
using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;
using SocDetect.Correlation;
using SocDetect.Matching;

namespace SocDetect.Scheduling;

/// <summary>
/// Everything that detection holds in memory for one set of rules: matcher, windows, marks of the sources. All of it can
/// be read back from what was committed, so it is thrown away rather than repaired.
/// </summary>
internal sealed partial class Detector
{
    private static readonly TimeSpan OldestKept = TimeSpan.FromHours(24);
    private static readonly TimeSpan JournalKept = TimeSpan.FromDays(1);
    private static readonly TimeSpan WalkEvery = TimeSpan.FromSeconds(5);

    private readonly RuleSet _rules;
    private readonly IReadOnlyList<DatasetLogSource> _offers;
    private readonly RuleMatcher _matcher;
    private readonly Journal _journal;
    private readonly List<Feed> _feeds;
    private readonly Dictionary<string, List<Feed>> _readers = [];
    private readonly Dictionary<string, string> _logic = [];
    private readonly SourceWatermarks _sources;
    private readonly OriginTable _origins;
    private readonly RaiseClock _clock;
    private readonly ICaseStore _cases;
    private readonly DetectOptions _options;
    private readonly TimeProvider _time;
    private readonly RuleTally _tally;
    private readonly DetectState _state;
    private readonly List<RuleHit> _hits = [];
    private DateTimeOffset _walkedAt;
    private string? _savedState;
    private bool _started;
    private (long From, ILookup<(string, string), Detection> Known)? _since;

    private Detector(RuleSet rules, IReadOnlyList<DatasetLogSource> offers, DetectState state, DetectContext context, Detector? before)
    {
        _rules = rules;
        _offers = offers;
        _state = state;
        _origins = before?._origins ?? new OriginTable();
        _clock = before?._clock ?? new RaiseClock(context.Time);
        _cases = context.Cases;
        _options = context.Options;
        _tally = context.Tally;
        _time = context.Time;
        _sources = new SourceWatermarks(context.IdleAfter);
        foreach (SourceMark mark in state.Sources)
            _sources.Add(mark);
        _matcher = RuleMatcher.Compile(rules, offers);
        List<WindowRule> windows = WindowsOf(rules, _options);
        _journal = new Journal(rules, windows);
        _feeds = MakeFeeds(windows, before);
        foreach (Rule rule in rules.Rules)
            _logic[rule.Id] = rule.LogicHash;
        foreach (CorrelationRule rule in rules.Correlations)
            _logic[rule.Id] = rule.LogicHash;
    }

    /// <summary>The rules that it runs.</summary>
    public RuleSet Rules => _rules;

    /// <summary>What the sources offered when it was made.</summary>
    public IReadOnlyList<DatasetLogSource> Offers => _offers;

    /// <summary>The marks of the sources.</summary>
    public SourceWatermarks Sources => _sources;

    /// <summary>The saved state as it goes on.</summary>
    public DetectState State => _state;

    /// <summary>How many groups are held in all.</summary>
    public int Groups => _feeds.Sum(static f => f.Correlator.Groups);

    /// <summary>How many matches are held in all.</summary>
    public long Held => _feeds.Sum(static f => f.Correlator.Held);

    /// <summary>Takes the events of a batch in: matches, windows, decisions.</summary>
    /// <param name="batch">The events.</param>
    /// <param name="isReplay">Whether they were read before: then they say nothing about how far their sources have come.</param>
    /// <param name="cancel">Ends it.</param>
    public async ValueTask<ScanYield> ReadAsync(EventBatch batch, bool isReplay, CancellationToken cancel)
    {
        ScanYield yield = new() { IsReplay = isReplay };
        if (!isReplay)
            _sources.See(batch);
        _hits.Clear();
        Match(batch, yield);
        long oldest = long.MaxValue;
        foreach (RuleHit hit in _hits)
        {
            Rule rule = _rules.Rules[hit.Rule];
            long time = batch.Headers[hit.Event].Timestamp;
            if (!isReplay)
                _tally.Matched(rule.Id, time);
            if (!_journal.IsRead(hit.Rule))
                continue;
            MatchRow row = _journal.RowOf(hit, batch);
            yield.Rows.Add(row);
            oldest = Math.Min(oldest, time);
            foreach (Feed feed in _readers[rule.Id])
                feed.Pending.Add(row);
        }

        NoteOldest(oldest);
        await CorrelateAsync(yield, all: false, cancel);
        return yield;
    }

    /// <summary>Nothing waits to be read: silent sources follow the clock, and what is due is decided.</summary>
    public async ValueTask<ScanYield> RestAsync(CancellationToken cancel)
    {
        ScanYield yield = new();
        long wanted = long.MaxValue;
        foreach (Feed feed in _feeds)
        {
            long deadline = feed.Correlator.NextDeadline;
            if (deadline != long.MaxValue)
                wanted = Math.Min(wanted, deadline + feed.Correlator.Rule.Lateness);
        }

        DateTimeOffset now = _time.GetUtcNow();
        _sources.StepIdle(now, wanted, yield.Ledger);
        bool walk = now - _walkedAt >= WalkEvery;
        if (walk)
            _walkedAt = now;
        await CorrelateAsync(yield, walk, cancel);
        return yield;
    }

    /// <summary>The state document when it differs from the one saved last, else null.</summary>
    /// <param name="lagging">Incidents that lag behind their detections.</param>
    public string? ChangedState(IEnumerable<Guid> lagging)
    {
        _state.Lagging.Clear();
        _state.Lagging.AddRange(lagging.Order());
        _state.Sources.Clear();
        _state.Sources.AddRange(_sources.Marks.OrderBy(static m => m.Source, StringComparer.Ordinal).ThenBy(static m => m.Agency, StringComparer.Ordinal));
        _state.Decided.Clear();
        foreach (Feed feed in _feeds)
        {
            if (feed.Correlator.NeedsWatermark && feed.Correlator.Watermark != long.MinValue)
                _state.Decided[feed.Correlator.Rule.Key] = feed.Correlator.Watermark;
        }

        string document = _state.Write();
        return document == _savedState ? null : document;
    }

    /// <summary>The document was committed.</summary>
    public void Saved(string? document) => _savedState = document ?? _savedState;

    /// <summary>Match rows before this are no longer wanted by any window, nor by old events that still come in.</summary>
    public DateTimeOffset? JournalNeededFrom()
    {
        long needed = _state.Oldest.Count == 0 ? long.MaxValue : _state.Oldest.Values.Min();
        foreach (Feed feed in _feeds)
            needed = Math.Min(needed, feed.Correlator.Watermark);
        long behind = _feeds.Count == 0 ? 0 : _feeds.Max(static f => f.Horizon + f.Correlator.Rule.Lateness);
        long from = needed == long.MinValue || needed == long.MaxValue ? 0 : needed - behind - JournalKept.Ticks;
        return from <= 0 ? null : new DateTimeOffset(from, TimeSpan.Zero);
    }

    /// <summary>Rules that no source can feed: none of the datasets that were heard of offers their log source.</summary>
    public IReadOnlySet<string> Blind()
    {
        HashSet<string> blind = [];
        foreach (Rule rule in _rules.Rules)
        {
            if (!_sources.Feeds(Feed.DatasetsOf(rule, _offers)))
                blind.Add(rule.Id);
        }

        foreach (CorrelationRule rule in _rules.Correlations)
        {
            if (rule.RuleIds.All(blind.Contains))
                blind.Add(rule.Id);
        }

        return blind;
    }

    /// <summary>Rules and correlations as windows, every referenced one before the one that refers to it.</summary>
    private static List<WindowRule> WindowsOf(RuleSet rules, DetectOptions options)
    {
        List<WindowRule> windows = [];
        foreach (Rule rule in rules.Rules)
        {
            // An informational rule raises nothing by itself, unless it says what its incidents are grouped by.
            bool speaks = rule.Raises && (rule.Level > RuleLevel.Informational || rule.GroupBy.Count > 0);
            if (speaks && rule.State != RuleState.Off)
                windows.Add(WindowRule.Of(rule, options.QuietTime));
        }

        windows.AddRange(rules.Correlations.Where(static c => c.State != RuleState.Off).Select(WindowRule.Of));
        return [.. windows.Select(w => w with { Lateness = Math.Max(w.Lateness, options.Lateness.Ticks) })];
    }

    private List<Feed> MakeFeeds(List<WindowRule> windows, Detector? before)
    {
        Dictionary<string, Correlator> running = [];
        foreach (Feed feed in before?._feeds ?? [])
        {
            if (!feed.Broken)
                running[feed.Correlator.Rule.Kind + feed.Correlator.Rule.Key] = feed.Correlator;
        }

        Dictionary<string, HashSet<string>> datasets = [];
        foreach (Rule rule in _rules.Rules)
            datasets[rule.Id] = Feed.DatasetsOf(rule, _offers);
        Dictionary<string, Feed> inner = [];
        List<Feed> feeds = [];
        foreach (WindowRule window in windows)
        {
            HashSet<string> reach = [.. window.Inputs.SelectMany(i => datasets.GetValueOrDefault(i) ?? [])];
            bool adopted = running.TryGetValue(window.Kind + window.Key, out Correlator? correlator) && correlator.TryAdopt(window);
            Feed feed = new(adopted ? correlator! : new Correlator(window, _origins, _clock, _options.MaxOpenGroups), reach, adopted);
            feeds.Add(feed);
            foreach (string input in window.Inputs)
            {
                if (window.Kind != WindowRule.Single && inner.TryGetValue(input, out Feed? other))
                {
                    feed.Inner.Add(other);
                    other.Outer.Add(feed);
                }
                else
                {
                    if (!_readers.TryGetValue(input, out List<Feed>? readers))
                        _readers[input] = readers = [];
                    readers.Add(feed);
                }
            }

            if (window.Kind != WindowRule.Single)
            {
                inner[window.Id] = feed;
                datasets[window.Id] = reach;
            }
        }

        return feeds;
    }

    /// <summary>Hits of all rules; where the one pass fails, each rule alone, so that one that throws stops no other.</summary>
    private void Match(EventBatch batch, ScanYield yield)
    {
        try
        {
            _matcher.Match(batch, _hits);
            return;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _hits.Clear();
        }

        List<RuleHit> own = [];
        for (int i = 0; i < _rules.Rules.Count; i++)
        {
            Rule rule = _rules.Rules[i];
            own.Clear();
            try
            {
                RuleMatcher.Compile(new RuleSet([rule], [], rule.LogicHash), _offers).Match(batch, own);
                foreach (RuleHit hit in own)
                    _hits.Add(hit with { Rule = i });
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                Fail(rule.Id, error, yield, batch);
            }
        }

        _hits.Sort(static (a, b) => a.Event != b.Event ? a.Event.CompareTo(b.Event) : a.Rule.CompareTo(b.Rule));
    }

    private void Fail(string rule, Exception error, ScanYield yield, EventBatch? batch)
    {
        DateTimeOffset now = _time.GetUtcNow();
        DateTimeOffset from = batch is null || batch.Count == 0 ? now : batch[0].Timestamp;
        DateTimeOffset to = batch is null || batch.Count == 0 ? now : batch[batch.Count - 1].Timestamp;
        _tally.Failed(rule);
        yield.Ledger.Add(new LedgerRow("failed", rule, from, to, batch?.Count ?? 0, $"{error.GetType().Name}: {error.Message}", now));
    }

    private void NoteOldest(long oldest)
    {
        if (oldest == long.MaxValue)
            return;
        long hour = _time.GetUtcNow().UtcTicks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour;
        _state.Oldest[hour] = _state.Oldest.TryGetValue(hour, out long known) ? Math.Min(known, oldest) : oldest;
        while (_state.Oldest.First().Key < hour - OldestKept.Ticks)
            _state.Oldest.Remove(_state.Oldest.First().Key);
    }
}
