using SocCore.Events;

namespace SocCore.Storage;

/// <summary>A page of events, newest first; the caller disposes the batch.</summary>
/// <param name="Events">The events.</param>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
public sealed record EventPage(EventBatch Events, EventCursor? Next);
