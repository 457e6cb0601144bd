using SocCore.Storage;
using SocDetect.Correlation;

namespace SocDetect.Scheduling;

/// <summary>What a scan found, before it is committed.</summary>
internal sealed class ScanYield
{
    /// <summary>Whether the events were read before: then none of them is late.</summary>
    public bool IsReplay { get; init; }

    /// <summary>New match rows.</summary>
    public List<MatchRow> Rows { get; } = [];

    /// <summary>Bursts that are new or changed, with their rule.</summary>
    public List<(WindowRule Rule, Burst Burst)> Changes { get; } = [];

    /// <summary>Ledger rows.</summary>
    public List<LedgerRow> Ledger { get; } = [];

    /// <summary>Named documents that move with the commit, beside the detector's own.</summary>
    public Dictionary<string, string> State { get; } = new(StringComparer.Ordinal);
}
