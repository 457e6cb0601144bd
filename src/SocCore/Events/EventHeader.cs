namespace SocCore.Events;

/// <summary>What every event has besides its fields: identity, sequence, times, and where its slots lie in the batch.</summary>
/// <param name="Id">Who it is, for ever.</param>
/// <param name="Spool">Which spool delivered it.</param>
/// <param name="Sequence">Its place in that spool's order of delivery; cursors use this and nothing else.</param>
/// <param name="Timestamp">Event time, UTC ticks.</param>
/// <param name="Created">Receipt time, UTC ticks.</param>
/// <param name="FirstSlot">Index of its first slot.</param>
/// <param name="SlotCount">Number of its slots.</param>
public readonly record struct EventHeader(EventId Id, short Spool, long Sequence, long Timestamp, long Created, int FirstSlot, int SlotCount);
