using SocCore.Incidents;

namespace SocCore.Storage;

/// <summary>Everything that one scan decided: committed in one transaction, the cursor with it, or not at all.</summary>
public sealed record DetectCommit
{
    /// <summary>The cursors that the scan started from; the commit fails when another detector moved them.</summary>
    public required IReadOnlyList<SpoolPosition> ExpectedCursors { get; init; }

    /// <summary>The cursors after the scan.</summary>
    public required IReadOnlyList<SpoolPosition> Cursors { get; init; }

    /// <summary>
    /// The epoch of the lease under which it was decided; 0 where there is no lease. It is kept with the cursors, and a
    /// commit of an earlier epoch than theirs fails.
    /// </summary>
    public long Epoch { get; init; }

    /// <summary>New match rows; create-only by (rule, logic, event).</summary>
    public IReadOnlyList<MatchRow> Matches { get; init; } = [];

    /// <summary>New and grown detections, by uid.</summary>
    public IReadOnlyList<Detection> Detections { get; init; } = [];

    /// <summary>New and grown incidents, each with the version it was made from (0: new) and the line of history.</summary>
    public IReadOnlyList<(Incident Incident, long BaseVersion, IncidentChange Change)> Incidents { get; init; } = [];

    /// <summary>Ledger rows.</summary>
    public IReadOnlyList<LedgerRow> Ledger { get; init; } = [];

    /// <summary>Named small documents that move with the cursor (watermarks, rule counters).</summary>
    public IReadOnlyDictionary<string, string> State { get; init; } = new Dictionary<string, string>();

    /// <summary>Match rows older than this (event time) are no longer needed.</summary>
    public DateTimeOffset? DropMatchesBefore { get; init; }
}
