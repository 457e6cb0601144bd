namespace SocCore.Storage;

/// <summary>Which dead letters; what is null does not restrict. Newest first, unless the oldest are asked for first.</summary>
/// <param name="Source">Claimed by this source.</param>
/// <param name="Stage">framing, decode, mapping or store.</param>
/// <param name="Reason">Words of the reason, as they are written there.</param>
/// <param name="Since">Received at or after.</param>
/// <param name="WithReplayed">Whether those that a replay stored are among them.</param>
/// <param name="Limit">The most letters.</param>
/// <param name="OldestFirst">Whether the oldest come first.</param>
/// <param name="Beyond">Only those that come behind this place, in the order that is asked for.</param>
public sealed record DeadLetterQuery(
    string? Source = null,
    string? Stage = null,
    string? Reason = null,
    DateTimeOffset? Since = null,
    bool WithReplayed = false,
    int Limit = 100,
    bool OldestFirst = false,
    DeadLetterPlace? Beyond = null);
