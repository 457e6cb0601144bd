using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>What was evaluated, and what was not and why.</summary>
/// <param name="ReachesBackTo">From when on nothing is missing in it.</param>
/// <param name="Evaluated">Intervals, those that meet joined; by subject and time.</param>
/// <param name="NotEvaluated">The rest, newest first.</param>
/// <param name="PendingEvents">Published events that no scan has read yet.</param>
/// <param name="LastScan">When the last scan ended.</param>
public sealed record Coverage(
    DateTimeOffset ReachesBackTo, IReadOnlyList<EvaluatedInterval> Evaluated, IReadOnlyList<CoverageGap> NotEvaluated, long PendingEvents, DateTimeOffset? LastScan)
{
    private const string Scan = "scan";

    /// <summary>Tells rows of the ledger apart: rows of scans become intervals, all others are gaps.</summary>
    public static (IReadOnlyList<EvaluatedInterval> Evaluated, IReadOnlyList<CoverageGap> NotEvaluated) Of(IReadOnlyList<LedgerRow> rows)
    {
        List<EvaluatedInterval> evaluated = Join(rows.Where(static r => r.Kind == Scan));
        ILookup<string, EvaluatedInterval> bySubject = evaluated.ToLookup(static e => e.Subject, StringComparer.Ordinal);
        IEnumerable<CoverageGap> gaps = rows.Where(static r => r.Kind != Scan)
            .OrderByDescending(static r => r.At)
            .Select(r => new CoverageGap(r, bySubject[r.Subject].Any(e => e.From <= r.From && r.To <= e.To)));
        return (evaluated, [.. gaps]);
    }

    private static List<EvaluatedInterval> Join(IEnumerable<LedgerRow> rows)
    {
        List<EvaluatedInterval> joined = [];
        foreach (LedgerRow row in rows.OrderBy(static r => r.Subject, StringComparer.Ordinal).ThenBy(static r => r.From).ThenBy(static r => r.To))
        {
            if (joined.Count > 0 && joined[^1] is { } last && last.Subject == row.Subject && row.From <= last.To)
                joined[^1] = last with { To = row.To > last.To ? row.To : last.To, Count = last.Count + row.Count };
            else
                joined.Add(new EvaluatedInterval(row.Subject, row.From, row.To, row.Count));
        }

        return joined;
    }
}
