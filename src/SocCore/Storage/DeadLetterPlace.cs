using SocCore.Events;

namespace SocCore.Storage;

/// <summary>Where a dead letter stands among the others: by the time of its receipt, then by its id.</summary>
public readonly record struct DeadLetterPlace(DateTimeOffset ReceivedAt, EventId Id);
