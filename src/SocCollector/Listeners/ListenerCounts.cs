namespace SocCollector.Listeners;

/// <summary>What a listener has counted since its start. Written by the listener's threads, read by anyone.</summary>
public sealed class ListenerCounts
{
    private long _records;
    private long _bytes;
    private long _framingErrors;
    private long _truncated;
    private long _dropped = -1;
    private long _connections;
    private long _refused;

    /// <summary>Records handed to the spool.</summary>
    public long Records => Volatile.Read(ref _records);

    /// <summary>Bytes of those records.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Frames whose length was wrong, and messages that came in pieces because they were too long.</summary>
    public long FramingErrors => Volatile.Read(ref _framingErrors);

    /// <summary>Datagrams that were longer than what is taken.</summary>
    public long Truncated => Volatile.Read(ref _truncated);

    /// <summary>Datagrams that the kernel dropped; null where the wire has none or the system cannot tell.</summary>
    public long? Dropped => Volatile.Read(ref _dropped) is >= 0 and long dropped ? dropped : null;

    /// <summary>Connections, or files, that are open now.</summary>
    public long Connections => Volatile.Read(ref _connections);

    /// <summary>Connections that were turned away.</summary>
    public long Refused => Volatile.Read(ref _refused);

    internal void Received(int records, long bytes)
    {
        Interlocked.Add(ref _records, records);
        Interlocked.Add(ref _bytes, bytes);
    }

    internal void AddFramingErrors(long count) => Interlocked.Add(ref _framingErrors, count);

    internal void AddTruncated() => Interlocked.Increment(ref _truncated);

    internal void SetDropped(long count) => Volatile.Write(ref _dropped, count);

    internal void Opened() => Interlocked.Increment(ref _connections);

    internal void Closed() => Interlocked.Decrement(ref _connections);

    internal void AddRefused() => Interlocked.Increment(ref _refused);
}
