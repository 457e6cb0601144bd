using SocCore.Events;
using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;
using SocDetect.Correlation;

namespace SocDetect.Scheduling;

/// <content>Matches through the windows, inner correlations before outer ones, and the way back to the journal.</content>
internal sealed partial class Detector
{
    /// <summary>Reads a detector back from what was committed; correlators of an older one whose logic stands go on as they are.</summary>
    public static async Task<Detector> StartAsync(
        RuleSet rules, IReadOnlyList<DatasetLogSource> offers, DetectContext context, Detector? before, CancellationToken cancel)
    {
        string? document = await context.Cases.GetStateAsync(DetectState.Name, cancel);
        Detector detector = new(rules, offers, DetectState.Read(document), context, before) { _savedState = document };
        foreach (Feed feed in detector._feeds.Where(static f => !f.Adopted))
            await detector.RestoreAsync(feed, cancel);
        detector._since = null;
        detector._started = true;
        return detector;
    }

    private async Task RestoreAsync(Feed feed, CancellationToken cancel)
    {
        Correlator correlator = feed.Correlator;
        long watermark = _state.Decided.GetValueOrDefault(correlator.Rule.Key, long.MinValue);
        watermark = Math.Max(watermark, feed.WatermarkOf(_sources));
        long from = watermark == long.MinValue ? long.MinValue : watermark - feed.Horizon;
        IReadOnlyList<MatchRow> rows = await JournalOfAsync(feed, from, cancel);
        IReadOnlyList<Detection> known = rows.Count == 0 ? [] : await KnownAsync(correlator.Rule, from, cancel);
        correlator.Restore(rows, known, from, watermark);
        await DeepenAsync(feed, cancel);
        await RemindAsync(feed, cancel);
    }

    private async Task CorrelateAsync(ScanYield yield, bool all, CancellationToken cancel)
    {
        foreach (Feed feed in _feeds)
            feed.Changed = [];
        foreach (Feed feed in _feeds)
        {
            Correlator correlator = feed.Correlator;
            bool touched = feed.Pending.Count > 0 || feed.Withdrawn.Count > 0 || feed.Broken || correlator.HasChanges;
            if (!touched && !all && !correlator.NeedsWatermark)
                continue;
            try
            {
                if (feed.Broken)
                    await MendAsync(feed, cancel);
                correlator.TakeIn(feed.Withdrawn, feed.Pending);
                await DeepenAsync(feed, cancel);
                correlator.Advance(feed.WatermarkOf(_sources));
                await DeepenAsync(feed, cancel);
                feed.Changed = correlator.TakeChanged();
                foreach (Burst burst in feed.Changed)
                    yield.Changes.Add((correlator.Rule, burst));
                if (feed.Outer.Count > 0)
                    await EmitAsync(feed, yield.Rows, cancel);
                NoteLate(correlator, yield);
            }
            catch (Exception error) when (error is ArithmeticException or InvalidOperationException or ArgumentException or IndexOutOfRangeException or KeyNotFoundException)
            {
                // A fault of this rule or its windows, not of the store: the others go on, and it is read back next time.
                feed.Broken = true;
                Fail(correlator.Rule.Id, error, yield, null);
            }

            feed.Pending.Clear();
            feed.Withdrawn.Clear();
        }
    }

    /// <summary>Reads a correlator that failed back from the journal.</summary>
    private async Task MendAsync(Feed feed, CancellationToken cancel)
    {
        feed.Correlator.Reset();
        await RestoreAsync(feed, cancel);
        feed.Broken = false;
    }

    private void NoteLate(Correlator correlator, ScanYield yield)
    {
        long ungrouped = correlator.TakeUngrouped();
        long late = correlator.TakeLate(out long from, out long to);
        if (yield.IsReplay)
            return;
        if (ungrouped > 0)
            RuleTally.Ungrouped(correlator.Rule.Id, ungrouped);
        if (late == 0)
            return;
        yield.Ledger.Add(new LedgerRow(
            "late", correlator.Rule.Id, new DateTimeOffset(from, TimeSpan.Zero), new DateTimeOffset(to + 1, TimeSpan.Zero), late,
            "matches behind the watermark; the windows they touch were evaluated again", _time.GetUtcNow()));
    }

    /// <summary>Rebuilds groups where a change touches what is no longer held, farther back each time it does not suffice.</summary>
    private async Task DeepenAsync(Feed feed, CancellationToken cancel)
    {
        Correlator correlator = feed.Correlator;
        for (int round = 0; correlator.Deep.Count > 0; round++)
        {
            if (round > 2)
                throw new InvalidOperationException($"The windows of rule '{correlator.Rule.Id}' cannot be read back from the journal: {correlator.Deep.Count} groups, first '{correlator.Deep.Keys.First()}'.");
            long earliest = correlator.Deep.Values.Min();
            long behind = correlator.Horizon * (round == 0 ? 1 : 8);
            long from = round == 2 || earliest < long.MinValue + behind ? long.MinValue : earliest - behind;
            IReadOnlyList<MatchRow> rows = await JournalOfAsync(feed, from, cancel);
            IReadOnlyList<Detection> known = await KnownAsync(correlator.Rule, from, cancel);
            correlator.Rebuild(rows, known, from, feed.Withdrawn, feed.Pending);
            await RemindAsync(feed, cancel);
        }
    }

    /// <summary>The matches that a correlator reads as they were before this scan, from a time on.</summary>
    private async Task<IReadOnlyList<MatchRow>> JournalOfAsync(Feed feed, long from, CancellationToken cancel)
    {
        List<MatchRow> rows = [];
        foreach (string input in feed.Correlator.Rule.Inputs)
        {
            Feed? inner = feed.Inner.Find(f => f.Correlator.Rule.Id == input);
            if (inner is null)
                rows.AddRange(await _cases.GetMatchesAsync(input, _logic[input], Time(from), DateTimeOffset.MaxValue, cancel));
            else
                rows.AddRange(await GivenAsync(feed, inner, from, cancel));
        }

        return rows;
    }

    /// <summary>Saved detections of a rule since a time. While many rules start, one read serves all that want no more.</summary>
    private async Task<IReadOnlyList<Detection>> KnownAsync(WindowRule rule, long from, CancellationToken cancel)
    {
        if (_since is not { } since || since.From > from)
            _since = since = (from, (await _cases.GetDetectionsSinceAsync(Time(from), cancel)).ToLookup(static d => (d.RuleId, d.LogicHash)));
        IEnumerable<Detection> known = since.Known[(rule.Id, rule.LogicHash)].Where(d => d.LastEvent >= Time(from));
        if (_started)
            _since = null;
        return [.. known];
    }

    /// <summary>Gives outer correlations the matches of bursts that reached their condition, moved, or are no more.</summary>
    private async Task EmitAsync(Feed feed, List<MatchRow> fresh, CancellationToken cancel)
    {
        foreach (Burst burst in feed.Changed)
        {
            Emission? wanted = null;
            if (burst.IsLive)
            {
                if (burst.Emitted is { } given && given.Stands(burst))
                    continue;
                wanted = await EmissionOfAsync(feed, burst, fresh, cancel);
            }

            foreach (Feed outer in feed.Outer)
            {
                if (burst.Emitted is { } before)
                    outer.Withdrawn.Add(before.Row);
                if (wanted is not null)
                    outer.Pending.Add(wanted.Row);
            }

            burst.Emitted = wanted;
        }
    }

    /// <summary>Bursts that were read back: what they gave to outer correlations when they were saved.</summary>
    private async Task RemindAsync(Feed feed, CancellationToken cancel)
    {
        if (feed.Outer.Count == 0)
            return;
        foreach (Burst burst in feed.Correlator.Bursts)
        {
            if (burst is { Emitted: null, Saved: { MergedInto: null, Contradicted: false } saved })
                burst.Emitted = await EmissionOfAsync(feed, feed.Correlator.Book.FromSaved(saved), null, cancel);
        }
    }

    /// <summary>The matches that bursts of an inner correlation are, held or only saved, from a time on.</summary>
    private async Task<IReadOnlyList<MatchRow>> EmittedAsync(Feed inner, long from, CancellationToken cancel)
    {
        List<MatchRow> rows = [];
        HashSet<Guid> held = [];
        foreach (Burst burst in inner.Correlator.Bursts.Concat(inner.Changed))
        {
            if (held.Add(burst.Uid) && burst is { IsLive: true, Emitted: { } emitted } && emitted.Row.Timestamp >= from)
                rows.Add(emitted.Row);
        }

        BurstBook book = inner.Correlator.Book;
        foreach (Detection saved in await KnownAsync(inner.Correlator.Rule, from, cancel))
        {
            if (held.Contains(saved.Uid) || saved.MergedInto is not null || saved.Contradicted || saved.ReachedAt.UtcTicks < from)
                continue;
            if (await EmissionOfAsync(inner, book.FromSaved(saved), null, cancel) is { } emitted)
                rows.Add(emitted.Row);
        }

        rows.Sort(static (a, b) => a.Timestamp.CompareTo(b.Timestamp));
        return rows;
    }

    /// <summary>What an inner correlation's bursts were to an outer one before this scan.</summary>
    private async Task<IReadOnlyList<MatchRow>> GivenAsync(Feed outer, Feed inner, long from, CancellationToken cancel)
    {
        HashSet<MatchRow> fresh = new(outer.Pending, ReferenceEqualityComparer.Instance);
        IReadOnlyList<MatchRow> rows = await EmittedAsync(inner, from, cancel);
        return [.. rows.Where(r => !fresh.Contains(r)), .. outer.Withdrawn.Where(r => r.RuleId == inner.Correlator.Rule.Id && r.Timestamp >= from)];
    }

    /// <summary>The match that a burst is to outer correlations, read off the match that satisfied it: of several the least by id, input and branch.</summary>
    /// <param name="feed">Whose burst it is.</param>
    /// <param name="burst">The burst.</param>
    /// <param name="fresh">This scan's rows; null for what the burst was before this scan.</param>
    /// <param name="cancel">Ends it.</param>
    private async Task<Emission?> EmissionOfAsync(Feed feed, Burst burst, List<MatchRow>? fresh, CancellationToken cancel)
    {
        WindowRule rule = feed.Correlator.Rule;
        (EventId Id, int Input, ushort Branch) least = default;
        MatchRow? source = null;
        for (int i = 0; i < rule.Inputs.Count; i++)
        {
            string input = rule.Inputs[i];
            Feed? inner = feed.Inner.Find(f => f.Correlator.Rule.Id == input);
            IEnumerable<MatchRow> rows = inner is null
                ? await _cases.GetMatchesAsync(input, _logic[input], Time(burst.Reached), Time(burst.Reached), cancel)
                : await (fresh is null ? GivenAsync(feed, inner, burst.Reached, cancel) : EmittedAsync(inner, burst.Reached, cancel));
            foreach (MatchRow row in rows.Concat(fresh ?? []).Where(r => r.RuleId == input && r.Timestamp == burst.Reached))
            {
                (EventId, int, ushort) order = (row.EventId, i, MatchRows.BranchOf(row));
                if (feed.Correlator.IsOf(row, burst.GroupKey) && (source is null || order.CompareTo(least) < 0))
                    (source, least) = (row, order);
            }
        }

        return source is null ? null : Emission.Of(rule, burst, source, least.Input);
    }

    private static DateTimeOffset Time(long ticks) => ticks <= 0 ? DateTimeOffset.MinValue : new DateTimeOffset(ticks, TimeSpan.Zero);
}
