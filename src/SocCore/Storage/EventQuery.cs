using SocCore.Conditions;

namespace SocCore.Storage;

/// <summary>A search over stored events: newest first.</summary>
/// <param name="Condition">What the events must be.</param>
/// <param name="From">Event time at or after.</param>
/// <param name="To">Event time before.</param>
/// <param name="Limit">The most events of a page, 1 to 10,000.</param>
/// <param name="After">Where the previous page ended; null for the first.</param>
public sealed record EventQuery(Condition Condition, DateTimeOffset From, DateTimeOffset To, int Limit = 100, EventCursor? After = null);
