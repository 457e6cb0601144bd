namespace SocCore.Storage;

/// <summary>Which dead letters; what is null does not restrict. Newest first.</summary>
public sealed record DeadLetterQuery(string? Source = null, string? Stage = null, string? Reason = null, DateTimeOffset? Since = null, bool WithReplayed = false, int Limit = 100);
