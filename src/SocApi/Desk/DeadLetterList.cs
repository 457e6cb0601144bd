namespace SocApi.Desk;

/// <summary>Dead letters, newest first.</summary>
/// <param name="Letters">The letters.</param>
/// <param name="Total">How many are still dead in all.</param>
public sealed record DeadLetterList(IReadOnlyList<DeadLetterView> Letters, long Total);
