namespace SocApi.Contracts;

/// <summary>Number of events over time.</summary>
internal sealed record HistogramResource(double StepSeconds, long Total, IReadOnlyList<BucketResource> Buckets);
