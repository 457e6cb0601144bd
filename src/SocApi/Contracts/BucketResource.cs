namespace SocApi.Contracts;

/// <summary>One step of a histogram.</summary>
internal sealed record BucketResource(DateTimeOffset Start, long Count);
