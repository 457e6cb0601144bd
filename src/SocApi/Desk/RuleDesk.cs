using SocApi.Auth;
using SocApi.Problems;
using SocCore.Ports;
using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>Rules, and the ledger of what they were evaluated on.</summary>
public sealed class RuleDesk(IRuleBench bench, ISourceBench sources, ICaseStore cases)
{
    /// <summary>The most rows of one answer.</summary>
    public const int MaxRows = 1_000;

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

    /// <summary>The ledger. An agency reads rows of its own sources whole, of other sources none, of spools and rules without the text.</summary>
    public async ValueTask<Answer<Coverage>> GetCoverageAsync(Caller caller, DateTimeOffset since, int limit, CancellationToken cancel)
    {
        if (!caller.May(Scopes.RulesRead))
            return Problem.Lacks(Scopes.RulesRead);
        if (limit is < 1 or > MaxRows)
            return Problem.Invalid("page_size", $"page_size is 1 to {MaxRows}, not {limit}.");
        IReadOnlyList<LedgerRow> rows = await cases.GetLedgerAsync(since, limit, cancel).ConfigureAwait(false);
        if (!caller.Agency.SeesAll)
            rows = [.. rows.Select(r => Seen(r, caller)).OfType<LedgerRow>()];
        return new Coverage(rows, bench.Lag.PendingEvents, bench.Lag.LastScan);
    }

    private LedgerRow? Seen(LedgerRow row, Caller caller)
    {
        SourceStatus? source = sources.Sources.FirstOrDefault(s => s.Id == row.Subject);
        if (source is not null)
            return caller.Agency.Sees(source.Agency) ? row : null;
        bool isRule = bench.Rules.Any(r => r.Id == row.Subject);
        return isRule || row.Kind == "scan" ? row with { Text = null } : null;
    }
}
