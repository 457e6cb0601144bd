using SocCore.Storage;

namespace SocApi.Contracts;

/// <summary>What was evaluated, and what was not and why.</summary>
internal sealed record CoverageResource(IReadOnlyList<LedgerRow> Value, long PendingEvents, DateTimeOffset? LastScan);
