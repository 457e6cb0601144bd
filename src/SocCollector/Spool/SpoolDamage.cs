namespace SocCollector.Spool;

/// <summary>A place of a segment whose records cannot be read any more.</summary>
/// <param name="Path">The segment's file.</param>
/// <param name="Offset">Where the damage begins.</param>
/// <param name="Length">How many bytes it is.</param>
/// <param name="FirstSequence">The first sequence that is lost.</param>
/// <param name="Count">How many sequences are lost.</param>
internal sealed record SpoolDamage(string Path, long Offset, long Length, long FirstSequence, long Count);
