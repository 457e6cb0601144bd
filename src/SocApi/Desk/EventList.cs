namespace SocApi.Desk;

/// <summary>A page of events, newest first.</summary>
/// <param name="Events">The events.</param>
/// <param name="Next">The cursor of the next page; null when this is the last.</param>
/// <param name="From">Event time at or after.</param>
/// <param name="To">Event time before.</param>
public sealed record EventList(IReadOnlyList<EventView> Events, string? Next, DateTimeOffset From, DateTimeOffset To);
