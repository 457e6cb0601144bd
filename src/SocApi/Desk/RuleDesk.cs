using SocApi.Auth;
using SocApi.Problems;
using SocCore.Ports;
using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>Rules, and the ledger of what they were evaluated on.</summary>
public sealed class RuleDesk(IRuleBench bench, ISourceBench sources, ICaseStore cases, TimeProvider time)
{
    /// <summary>The most rows of one answer.</summary>
    public const int MaxRows = 1_000;

    /// <summary>The most rows of the ledger that are looked through for one answer: a week of one busy spool.</summary>
    private const int MostLedgerRows = 10_000;

    /// <summary>All rules.</summary>
    public Answer<RuleOverview> Get(Caller caller) =>
        caller.May(Scopes.RulesRead)
            ? new RuleOverview(bench.Rules, bench.Hash, caller.Agency.SeesAll ? bench.Problems : [])
            : Problem.Lacks(Scopes.RulesRead);

    /// <summary>One rule.</summary>
    public Answer<RuleStatus> GetRule(Caller caller, string id)
    {
        if (!caller.May(Scopes.RulesRead))
            return Problem.Lacks(Scopes.RulesRead);
        return bench.Rules.FirstOrDefault(r => r.Id == id) is { } rule ? rule : Problem.NotFound("rule", id);
    }

    /// <summary>
    /// What was evaluated and what was not. An agency reads of sources only its own, of other agencies' none, of spools,
    /// rules and scheduled work what is said but not the text.
    /// </summary>
    public async ValueTask<Answer<Coverage>> GetCoverageAsync(Caller caller, DateTimeOffset since, int limit, CancellationToken cancel)
    {
        if (!caller.May(Scopes.RulesRead))
            return Problem.Lacks(Scopes.RulesRead);
        if (limit is < 1 or > MaxRows)
            return Problem.Invalid("page_size", $"page_size is 1 to {MaxRows}, not {limit}.");
        IReadOnlyList<LedgerRow> saved = await cases.GetLedgerAsync(since, MostLedgerRows, cancel).ConfigureAwait(false);
        DateTimeOffset reachesBackTo = saved.Count < MostLedgerRows ? since : saved[^1].At;
        IEnumerable<LedgerRow> rows = saved.Concat(bench.Open).Concat(Blind(since));
        if (!caller.Agency.SeesAll)
            rows = rows.Select(r => Seen(r, caller)).OfType<LedgerRow>();
        (IReadOnlyList<EvaluatedInterval> evaluated, IReadOnlyList<CoverageGap> gaps) = Coverage.Of([.. rows]);
        return new Coverage(reachesBackTo, evaluated, [.. gaps.Take(limit)], bench.Lag.PendingEvents, bench.Lag.LastScan);
    }

    /// <summary>Rules that nothing can reach are no row of a scan: they are so now, as long as no source is heard of.</summary>
    private IEnumerable<LedgerRow> Blind(DateTimeOffset since)
    {
        DateTimeOffset now = time.GetUtcNow();
        return bench.Rules.Where(static r => r.Blind).Select(r => new LedgerRow("blind", r.Id, since, now, 0, "no source that writes what the rule is about was heard of", now));
    }

    private LedgerRow? Seen(LedgerRow row, Caller caller)
    {
        string? agency = row.AgencyOfSource() ?? sources.Sources.FirstOrDefault(s => s.Id == row.Subject)?.Agency;
        if (agency is not null)
            return caller.Agency.Sees(agency) ? row : null;
        return row.Kind == "scan" || bench.Rules.Any(r => r.Id == row.Subject) ? row with { Text = null } : null;
    }
}
