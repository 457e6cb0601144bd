using SocCollector.Sources;
using SocCollector.Spool;

namespace SocCollector.Pipeline;

/// <summary>
/// Events, dead letters and the last record of each source, by its index in the present set. Written by the delivery's
/// thread, read by anyone; made anew when the set is swapped.
/// </summary>
internal sealed class SourceActivity
{
    private Counter[] _counters = [];

    /// <summary>Begins anew with so many sources.</summary>
    public void Reset(int sources) => Volatile.Write(ref _counters, [.. Enumerable.Range(0, sources).Select(static _ => new Counter())]);

    /// <summary>What a source has done so far.</summary>
    public (long Events, long Dead, long LastSeen) this[int source] =>
        Volatile.Read(ref _counters) is { } counters && (uint)source < (uint)counters.Length
            ? (Volatile.Read(ref counters[source].Events), Volatile.Read(ref counters[source].Dead), Volatile.Read(ref counters[source].LastSeen))
            : default;

    public void Add(in NormalizeResult result, in SpoolRecord record)
    {
        Counter[] counters = _counters;
        if ((uint)result.SourceIndex >= (uint)counters.Length)
            return;
        Counter counter = counters[result.SourceIndex];
        if (result.Fate == NormalizeFate.Dead)
            Volatile.Write(ref counter.Dead, counter.Dead + 1);
        else
            Volatile.Write(ref counter.Events, counter.Events + 1);
        if (record.Kind != RecordKind.Replay && record.ReceivedAt > counter.LastSeen)
            Volatile.Write(ref counter.LastSeen, record.ReceivedAt);
    }

    private sealed class Counter
    {
        public long Events;
        public long Dead;
        public long LastSeen;
    }
}
