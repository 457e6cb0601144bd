using SocCore.Events;

namespace SocCollector.Sources;

/// <summary>
/// Turns records into events. One instance serves one thread; instances are cheap and share the immutable source set.
/// </summary>
public interface INormalizer
{
    /// <summary>
    /// Reads one record into the event that the builder has open. The caller calls Begin before, and Commit or Abandon
    /// after, by the fate. Event time, agency, dataset and all fields of city-systems §1.1 but event.ingested, soc.spool
    /// and soc.seq are set here.
    /// </summary>
    NormalizeResult Normalize(ReadOnlySpan<byte> record, in RecordContext context, EventBatchBuilder builder);
}
