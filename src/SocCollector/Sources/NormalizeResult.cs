namespace SocCollector.Sources;

/// <summary>The fate of a record, and what its caller needs to go on.</summary>
/// <param name="Fate">What became of it.</param>
/// <param name="Timestamp">Event time, UTC ticks (for events).</param>
/// <param name="SourceIndex">Index of the source in its set; −1 when none claims it.</param>
/// <param name="Agency">Whose it is.</param>
/// <param name="Stage">decode or mapping (for dead records).</param>
/// <param name="Reason">What is wrong with it, in words (for dead records).</param>
public readonly record struct NormalizeResult(NormalizeFate Fate, long Timestamp, int SourceIndex, string Agency, string? Stage = null, string? Reason = null);
