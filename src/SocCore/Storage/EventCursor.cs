using SocCore.Events;

namespace SocCore.Storage;

/// <summary>Where a page of events ended: time stamp (UTC ticks), then id.</summary>
public sealed record EventCursor(long Timestamp, EventId Id);
