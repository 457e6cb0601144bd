using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>What was evaluated and what was not, newest first.</summary>
/// <param name="Rows">Rows of the ledger.</param>
/// <param name="PendingEvents">Published events that no scan has read yet.</param>
/// <param name="LastScan">When the last scan ended.</param>
public sealed record Coverage(IReadOnlyList<LedgerRow> Rows, long PendingEvents, DateTimeOffset? LastScan);
