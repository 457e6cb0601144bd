using SocCore.Storage;

namespace SocApi.Desk;

/// <summary>Number of events over time.</summary>
/// <param name="Step">Length of a bucket.</param>
/// <param name="Buckets">The buckets in order, empty ones included.</param>
/// <param name="Total">Number of events in all buckets.</param>
public sealed record EventHistogram(TimeSpan Step, IReadOnlyList<HistogramBucket> Buckets, long Total);
