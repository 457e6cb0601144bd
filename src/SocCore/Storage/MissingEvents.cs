namespace SocCore.Storage;

/// <summary>Events that were published and cannot be read.</summary>
/// <param name="Spool">The spool.</param>
/// <param name="After">Behind this sequence.</param>
/// <param name="UpTo">Up to this one.</param>
/// <param name="Count">How many are missing.</param>
/// <param name="At">When that was noticed.</param>
public sealed record MissingEvents(short Spool, long After, long UpTo, long Count, DateTimeOffset At);
