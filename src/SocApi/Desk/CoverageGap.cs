using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>Something that was not evaluated, or not as it comes in the normal case, and why.</summary>
/// <param name="Row">The row of the ledger.</param>
/// <param name="MadeUp">Whether the same interval of the same work was evaluated all the same.</param>
public sealed record CoverageGap(LedgerRow Row, bool MadeUp);
