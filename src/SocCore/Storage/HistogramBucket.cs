namespace SocCore.Storage;

/// <summary>Number of events in one step of time.</summary>
public readonly record struct HistogramBucket(DateTimeOffset Start, long Count);
