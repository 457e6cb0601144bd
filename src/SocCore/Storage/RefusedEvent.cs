using SocCore.Events;

namespace SocCore.Storage;

/// <summary>An event that a store will never take.</summary>
/// <param name="Id">Which.</param>
/// <param name="Type">The store's name of the reason, such as <c>document_parsing_exception</c>.</param>
/// <param name="Reason">The store's own words.</param>
public sealed record RefusedEvent(EventId Id, string Type, string Reason);
