namespace SocCore.Storage;

/// <summary>How many records of one source could not be read in a period.</summary>
/// <param name="Source">The source that claimed them; null for those that none did.</param>
/// <param name="Count">All of them, those that a replay stored later included.</param>
/// <param name="StillDead">Those that no replay has stored.</param>
public sealed record DeadLetterCount(string? Source, long Count, long StillDead);
