namespace SocCore.Storage;

/// <summary>What was evaluated, and what was not and why. Intervals are half-open.</summary>
/// <param name="Kind">scan, idle, late, skipped, capped, failed, blind.</param>
/// <param name="Subject">A spool, a source or a rule.</param>
/// <param name="From">From here.</param>
/// <param name="To">To here, not included.</param>
/// <param name="Count">Events or matches concerned.</param>
/// <param name="Text">The reason, in words; null for the normal case.</param>
/// <param name="At">Clock time.</param>
public sealed record LedgerRow(string Kind, string Subject, DateTimeOffset From, DateTimeOffset To, long Count, string? Text, DateTimeOffset At);
