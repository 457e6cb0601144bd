using SocCollector.Sources;
using SocCollector.Spool;

namespace SocCollector.Pipeline;

/// <summary>
/// Events, dead letters and the last record of each source, by its index, which is the same over reloads. Written by the
/// delivery's thread, read by anyone.
/// </summary>
internal sealed class SourceActivity
{
    private Counter[] _counters = [];

    /// <summary>What a source has done so far.</summary>
    public (long Events, long Dead, long LastSeen) this[int source] =>
        Volatile.Read(ref _counters) is { } counters && (uint)source < (uint)counters.Length
            ? (Volatile.Read(ref counters[source].Events), Volatile.Read(ref counters[source].Dead), Volatile.Read(ref counters[source].LastSeen))
            : default;

    public void Add(in NormalizeResult result, in SpoolRecord record)
    {
        int source = result.SourceIndex;
        if (source < 0)
            return;
        if (source >= _counters.Length)
            Grow(source + 1);
        Counter counter = _counters[source];
        if (result.Fate == NormalizeFate.Dead)
            Volatile.Write(ref counter.Dead, counter.Dead + 1);
        else
            Volatile.Write(ref counter.Events, counter.Events + 1);
        if (record.Kind != RecordKind.Replay && record.ReceivedAt > counter.LastSeen)
            Volatile.Write(ref counter.LastSeen, record.ReceivedAt);
    }

    private void Grow(int count)
    {
        Counter[] grown = new Counter[Math.Max(count, _counters.Length * 2)];
        _counters.CopyTo(grown, 0);
        for (int i = _counters.Length; i < grown.Length; i++)
            grown[i] = new Counter();
        Volatile.Write(ref _counters, grown);
    }

    private sealed class Counter
    {
        public long Events;
        public long Dead;
        public long LastSeen;
    }
}
