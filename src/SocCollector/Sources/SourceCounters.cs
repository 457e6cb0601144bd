namespace SocCollector.Sources;

/// <summary>What a source's mapping could not place, since the start.</summary>
public sealed class SourceCounters
{
    private long _rejected;

    /// <summary>Values that did not fit their field and are kept below city.unmapped.</summary>
    public long RejectedValues => Interlocked.Read(ref _rejected);

    internal void Reject(int values) => Interlocked.Add(ref _rejected, values);
}
