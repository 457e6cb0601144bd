using System.Globalization;
using SocCore.Events;
using SocCore.Storage;

namespace SocDetect.Scheduling;

/// <content>Events of others, which have no sequence, and what the ledger says of everything that was read.</content>
internal sealed partial class Scan
{
    private ForeignLook? _foreign;

    /// <summary>Reads events of others that nobody evaluated and commits them; returns how many there were.</summary>
    private async Task<int> ReadForeignAsync(Detector detector, Dictionary<short, long> cursors, bool isIdle, CancellationToken cancel)
    {
        if (context.Foreign is null)
            return 0;
        _foreign ??= await ForeignLook.OpenAsync(context.Foreign, context.Cases, context.Time, cancel);
        if (await _foreign.TakeAsync(isIdle, cancel) is not { } found)
            return 0;
        using EventBatch batch = found.Events;
        ScanYield yield = await EvaluateAsync(detector, batch, found.IsRepeat, cancel);
        yield.Ledger.AddRange(found.Ledger);
        foreach ((string name, string document) in found.State)
            yield.State[name] = document;
        NoteFeed(detector, found, yield);
        if (yield.Rows.Count > 0)
            await _foreign.KeepAsync([.. yield.Rows.Select(static r => r.EventId).Where(static i => i.IsForeign).Distinct()], cancel);
        await CommitAsync(detector, yield, cursors, cursors, onlyIfNeeded: false, cancel);
        return batch.Count;
    }

    /// <summary>What was read of others and not committed counts as not read.</summary>
    private async ValueTask ForgetForeignAsync()
    {
        if (_foreign is not { } look)
            return;
        _foreign = null;
        await look.DisposeAsync();
    }

    /// <summary>A feed that cannot be read is not said to be evaluated from then on, and one that is no more is not said to be at all.</summary>
    private void NoteFeed(Detector detector, ForeignEvents found, ScanYield yield)
    {
        Dictionary<string, ScanCount> counts = detector.State.Feeds;
        foreach (string gone in counts.Keys.Where(f => !context.Foreign!.Feeds.Contains(f)).ToList())
            counts.Remove(gone);
        if (!found.Ledger.Any(static r => r.Kind is "failed" or "blind"))
            NoteScanned(counts, found.Subject, found.Subject, found.IsRepeat ? 0 : found.Events.Count, yield);
        else if (counts.Remove(found.Subject, out ScanCount? count) && count.Events > 0)
            yield.Ledger.Add(RowOf(found.Subject, count, context.Time.GetUtcNow()));
    }

    /// <summary>Lists published events that are not to be seen.</summary>
    private IReadOnlyList<MissingEvents> NoteMissing(ScanYield yield)
    {
        IReadOnlyList<MissingEvents> missing = context.Missing?.Missing ?? [];
        DateTimeOffset now = context.Time.GetUtcNow();
        foreach (MissingEvents one in missing)
            yield.Ledger.Add(new LedgerRow("missing", SubjectOf(one.Spool), one.At, now, one.Count, string.Create(CultureInfo.InvariantCulture, $"published behind sequence {one.After} up to {one.UpTo}, and not to be seen after a refresh"), now));
        return missing;
    }

    private void NoteScanned(Detector detector, short spool, int events, ScanYield yield) =>
        NoteScanned(detector.State.Scanned, spool, SubjectOf(spool), events, yield);

    /// <summary>
    /// One scan row per spool (or feed) and minute says how many events were evaluated; the count so far is in the state, so
    /// the sum is exact across a crash. The rows of a spool join without a gap; a spool without events has one long row.
    /// </summary>
    private void NoteScanned<T>(Dictionary<T, ScanCount> counts, T key, string subject, int events, ScanYield yield)
        where T : notnull
    {
        DateTimeOffset now = context.Time.GetUtcNow();
        ScanCount count = counts.GetValueOrDefault(key) ?? new ScanCount(now, 0);
        count = count with { Events = count.Events + events };
        if (count.Events > 0 && now - count.Since >= ScanRowEvery)
        {
            yield.Ledger.Add(RowOf(subject, count, now));
            count = new ScanCount(now, 0);
        }

        counts[key] = count;
    }

    /// <summary>What was evaluated since the last rows.</summary>
    private List<LedgerRow> OpenRows(Detector detector, DateTimeOffset now) =>
    [
        .. detector.State.Scanned.OrderBy(static s => s.Key).Select(s => RowOf(SubjectOf(s.Key), s.Value, now)),
        .. detector.State.Feeds.Where(s => context.Foreign?.Feeds.Contains(s.Key) == true).OrderBy(static s => s.Key, StringComparer.Ordinal).Select(s => RowOf(s.Key, s.Value, now)),
    ];

    private static LedgerRow RowOf(string subject, ScanCount count, DateTimeOffset now) => new("scan", subject, count.Since, now, count.Events, null, now);

    private static string SubjectOf(short spool) => string.Create(CultureInfo.InvariantCulture, $"spool {spool}");
}
