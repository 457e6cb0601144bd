namespace SocCollector.Spool;

/// <summary>Up to where records are on disk.</summary>
/// <param name="Segment">The segment that is being written; 0 before the first.</param>
/// <param name="Offset">The end of its durable records.</param>
/// <param name="Sequence">The last durable sequence.</param>
/// <param name="Records">Records made durable since the start.</param>
internal sealed record DurableMark(long Segment, long Offset, long Sequence, long Records);
