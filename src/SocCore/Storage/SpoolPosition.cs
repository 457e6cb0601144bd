namespace SocCore.Storage;

/// <summary>A place in a spool's order of delivery.</summary>
/// <param name="Spool">The spool.</param>
/// <param name="Sequence">The last sequence at or below which everything is meant; 0 is before the first.</param>
public readonly record struct SpoolPosition(short Spool, long Sequence);
