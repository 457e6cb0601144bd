using System.Globalization;
using System.Text.Json;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Events;

namespace SocStore.Elastic.Foreign;

/// <summary>
/// One feed as one detector reads it. Each second the server counts the documents of the near time, second by second; those
/// seconds are read in which it counts another number than was evaluated. Each hour it counts the minutes before. Any failure
/// makes it forget what it knew beside the committed counts, so that it reads rather too much.
/// </summary>
internal sealed class ForeignFeed(ForeignPattern pattern, ForeignSearch search, TimeProvider time) : IAsyncDisposable
{
    /// <summary>About how many documents are evaluated at once.</summary>
    private const int Limit = 4_096;

    /// <summary>The longest stretch that is counted by the second at once: servers make no more than 65,536 buckets.</summary>
    private const long LongestLook = 6 * 3600;

    /// <summary>How far ahead of this clock a time may lie and be read at once.</summary>
    private const long Ahead = 60;

    /// <summary>How often a second is read again in which documents are counted that are not shown.</summary>
    private const int MostVain = 3;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(5);

    private readonly ForeignIds _ids = new();
    private readonly Dictionary<long, (long Count, int Tries)> _vain = [];
    private readonly Queue<ForeignPlan> _late = [];
    private ForeignCounts? _counts;
    private ForeignFetch? _fetch;
    private DateTimeOffset _lookedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _savedAt;
    private string? _savedFar;
    private bool _hasMore;
    private (long Count, string? First) _unreadable;

    /// <summary>The settings.</summary>
    public ForeignPattern Pattern => pattern;

    /// <summary>Where the events of the last batch lie.</summary>
    public Dictionary<EventId, ForeignPlace> Places { get; } = [];

    /// <summary>How many ids are remembered.</summary>
    public int Remembered => _ids.Count;

    private string NearName => $"foreign/{pattern.Key}/near";

    private string FarName => $"foreign/{pattern.Key}/far";

    /// <summary>Takes up what was committed.</summary>
    public async Task LoadAsync(Func<string, CancellationToken, ValueTask<string?>> stateOf, CancellationToken cancel)
    {
        _savedFar = await stateOf(FarName, cancel).ConfigureAwait(false);
        _counts = ForeignCounts.Read(await stateOf(NearName, cancel).ConfigureAwait(false), _savedFar);
        _savedAt = time.GetUtcNow();
        ForgetIds();
    }

    /// <summary>The next events; null when there are none now.</summary>
    public async Task<ForeignEvents?> NextAsync(CancellationToken cancel)
    {
        if (_fetch is null)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (!_hasMore && now - _lookedAt < LookEvery && now >= _lookedAt)
                return null;
            _lookedAt = now;
            _hasMore = false;
            if (_counts is null)
                return await BeginAsync(now, cancel).ConfigureAwait(false);
            List<LedgerRow> rows = [];
            if (await PlanAsync(_counts, now, rows, cancel).ConfigureAwait(false) is not { } plan)
                return rows.Count > 0 || now - _savedAt >= SaveEvery ? Give(EventBatch.Empty, true, Saved(_counts, now), rows) : null;
            if (await search.OpenAsync(cancel).ConfigureAwait(false) is not { } view)
                return null;
            _fetch = new ForeignFetch(search, plan, view);
        }

        return await ReadAsync(_counts!, _fetch, cancel).ConfigureAwait(false);
    }

    /// <summary>Something failed: only what was committed is known.</summary>
    public async ValueTask ForgetAsync()
    {
        if (_fetch is { } open)
        {
            _fetch = null;
            await open.DisposeAsync().ConfigureAwait(false);
        }

        _late.Clear();
        _vain.Clear();
        _unreadable = default;
        ForgetIds();
    }

    public ValueTask DisposeAsync() => ForgetAsync();

    private void ForgetIds() => _ids.Reset(_counts is { Near.Count: > 0 } ? _counts.Near.Keys.Max() + 1 : long.MinValue);

    /// <summary>The first time: what is there is not evaluated, and that is a row; from now on whatever comes is, of whatever time.</summary>
    private async Task<ForeignEvents> BeginAsync(DateTimeOffset now, CancellationToken cancel)
    {
        long from = Minute(now - pattern.Overlap);
        long oldest = Minute(now - pattern.Window);
        Dictionary<long, long> there = await search.CountAsync(oldest, from, ForeignCounts.Minute, cancel).ConfigureAwait(false);
        ForeignCounts counts = new() { From = from, Reconciled = now.ToUnixTimeSeconds(), Untimed = await search.CountUntimedAsync(cancel).ConfigureAwait(false) };
        foreach ((long minute, long count) in there)
            counts.Far[minute] = count;
        _counts = counts;
        _hasMore = true;
        LedgerRow row = new("skipped", pattern.Subject, Time(oldest), Time(from), there.Values.Sum(), "what was there when the feed was read for the first time", now);
        return Give(EventBatch.Empty, true, Saved(counts, now), [row]);
    }

    /// <summary>What is to be read next: of the near time, else of what is late.</summary>
    private async Task<ForeignPlan?> PlanAsync(ForeignCounts counts, DateTimeOffset now, List<LedgerRow> rows, CancellationToken cancel)
    {
        long end = now.ToUnixTimeSeconds() + Ahead;
        long to = Math.Min(end, counts.From + LongestLook);
        Dictionary<long, long> present = await search.CountAsync(counts.From, to, 1, cancel).ConfigureAwait(false);
        foreach ((long second, long count) in counts.Near.ToList())
        {
            // Documents were deleted, or a copy of the shard that is behind was asked.
            if (second < to && present.GetValueOrDefault(second) < count)
                ForeignCounts.Set(counts.Near, second, present.GetValueOrDefault(second));
        }

        List<(long At, long Count)> differ = [.. present.Where(b => b.Value > counts.Near.GetValueOrDefault(b.Key) && !IsVain(b.Key, b.Value)).Select(static b => (b.Key, b.Value)).OrderBy(static b => b.Key)];
        if (differ.Count > 0)
        {
            bool isRepeat = IsRepeat(counts, differ[0].At);
            ForeignPlan plan = ForeignPlan.Take([.. differ.TakeWhile(b => IsRepeat(counts, b.At) == isRepeat)], 1, Limit, isRepeat, isLate: false);
            _hasMore = plan.Counted.Count < differ.Count;
            return plan;
        }

        _hasMore = to < end;
        Settle(counts, _hasMore ? Time(to) : now - pattern.Overlap, now);
        if (!_hasMore && _late.Count == 0 && now.ToUnixTimeSeconds() - counts.Reconciled >= pattern.ReconcileEvery.TotalSeconds)
            await ReconcileAsync(counts, now, rows, cancel).ConfigureAwait(false);
        _hasMore |= _late.Count > 1;
        return _late.TryDequeue(out ForeignPlan? late) ? late : null;
    }

    /// <summary>Compares the minutes of the far time: the hourly look for what became visible late.</summary>
    private async Task ReconcileAsync(ForeignCounts counts, DateTimeOffset now, List<LedgerRow> rows, CancellationToken cancel)
    {
        Dictionary<long, long> present = await search.CountAsync(Minute(now - pattern.Window), counts.From, ForeignCounts.Minute, cancel).ConfigureAwait(false);
        foreach ((long minute, long count) in counts.Far.ToList())
        {
            if (minute >= Minute(now - pattern.Window) && present.GetValueOrDefault(minute) < count)
                ForeignCounts.Set(counts.Far, minute, present.GetValueOrDefault(minute));
        }

        List<(long At, long Count)> differ = [.. present.Where(b => b.Value > counts.Far.GetValueOrDefault(b.Key)).Select(static b => (b.Key, b.Value)).OrderBy(static b => b.Key)];
        while (differ.Count > 0)
        {
            ForeignPlan plan = ForeignPlan.Take(differ, ForeignCounts.Minute, Limit, isRepeat: true, isLate: true);
            _late.Enqueue(plan);
            differ.RemoveRange(0, plan.Counted.Count);
        }

        long untimed = await search.CountUntimedAsync(cancel).ConfigureAwait(false);
        if (untimed > counts.Untimed)
            rows.Add(new LedgerRow("skipped", pattern.Subject, Time(counts.Reconciled), now, untimed - counts.Untimed, "documents with neither @timestamp nor event.ingested cannot be evaluated", now));
        counts.Untimed = untimed;
        counts.Reconciled = now.ToUnixTimeSeconds();
    }

    private async Task<ForeignEvents> ReadAsync(ForeignCounts counts, ForeignFetch fetch, CancellationToken cancel)
    {
        Places.Clear();
        using EventBatchBuilder builder = new();
        bool isNear = !fetch.Plan.IsLate;
        while (!fetch.IsDone && builder.Count < Limit)
        {
            await fetch.ReadAsync(
                (hit, id, bucket) =>
                {
                    if (!isNear || _ids.Add(id, bucket))
                        Add(hit, id, builder);
                },
                cancel).ConfigureAwait(false);
        }

        _ids.Bound();
        DateTimeOffset now = time.GetUtcNow();
        if (!fetch.IsDone)
            return Give(builder.Build(), fetch.Plan.IsRepeat, [], []);
        _fetch = null;
        await fetch.DisposeAsync().ConfigureAwait(false);
        List<LedgerRow> rows = Settle(counts, fetch, now);
        return Give(builder.Build(), fetch.Plan.IsRepeat, Saved(counts, now), rows);
    }

    private void Add(JsonElement hit, EventId id, EventBatchBuilder builder)
    {
        if (ForeignDocument.Read(hit, id, pattern.Origin, builder) is { } reason)
        {
            _unreadable = (_unreadable.Count + 1, _unreadable.First ?? $"'{hit.GetProperty("_id").GetString()}' of '{hit.GetProperty("_index").GetString()}': {reason}");
            return;
        }

        string? routing = hit.TryGetProperty("_routing", out JsonElement by) ? by.GetString() : null;
        Places[id] = new ForeignPlace(hit.GetProperty("_index").GetString()!, hit.GetProperty("_id").GetString()!, routing, pattern.Origin);
    }

    /// <summary>Everything of a plan was read: its numbers are those that count from now on.</summary>
    private List<LedgerRow> Settle(ForeignCounts counts, ForeignFetch fetch, DateTimeOffset now)
    {
        ForeignPlan plan = fetch.Plan;
        long late = 0;
        foreach ((long at, long counted) in plan.Counted)
        {
            long fetched = fetch.Fetched.GetValueOrDefault(at);
            Dictionary<long, long> buckets = plan.IsLate ? counts.Far : counts.Near;
            late += Math.Max(0, fetched - buckets.GetValueOrDefault(at));
            ForeignCounts.Set(buckets, at, fetched);
            if (plan.IsLate)
                continue;
            if (fetched < counted)
                _vain[at] = (counted, _vain.GetValueOrDefault(at).Count == counted ? _vain[at].Tries + 1 : 1);
            else
                _vain.Remove(at);
        }

        List<LedgerRow> rows = [];
        if (plan.IsLate && late > 0)
            rows.Add(new LedgerRow("late", pattern.Subject, Time(plan.From), Time(plan.To), late, string.Create(CultureInfo.InvariantCulture, $"visible more than {pattern.Overlap.TotalMinutes:0.#} min after its time; evaluated now"), now));
        if (_unreadable.Count > 0)
            rows.Add(new LedgerRow("skipped", pattern.Subject, Time(plan.From), Time(plan.To), _unreadable.Count, $"documents that cannot be read, the first is {_unreadable.First}", now));
        _unreadable = default;
        return rows;
    }

    private void Settle(ForeignCounts counts, DateTimeOffset from, DateTimeOffset now)
    {
        long minute = Minute(from);
        if (minute <= counts.From)
            return;
        counts.Settle(minute, Minute(now - pattern.Window - TimeSpan.FromHours(1)));
        _ids.Forget(minute);
        foreach (long second in _vain.Keys.Where(s => s < minute).ToList())
            _vain.Remove(second);
    }

    private bool IsRepeat(ForeignCounts counts, long second) => second < _ids.KnownFrom && counts.Near.ContainsKey(second);

    private bool IsVain(long second, long count) => _vain.TryGetValue(second, out (long Count, int Tries) vain) && vain.Count == count && vain.Tries >= MostVain;

    private Dictionary<string, string> Saved(ForeignCounts counts, DateTimeOffset now)
    {
        Dictionary<string, string> state = new() { [NearName] = counts.WriteNear() };
        string far = counts.WriteFar();
        if (far != _savedFar)
            state[FarName] = _savedFar = far;
        _savedAt = now;
        return state;
    }

    private ForeignEvents Give(EventBatch events, bool isRepeat, Dictionary<string, string> state, List<LedgerRow> rows) =>
        new(pattern.Subject, events, isRepeat, state, rows);

    private static long Minute(DateTimeOffset at) => at.ToUnixTimeSeconds() / ForeignCounts.Minute * ForeignCounts.Minute;

    private static DateTimeOffset Time(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
