using SocCore.Events;

namespace SocCollector.Tests.Pipeline;

/// <summary>What a test looks at in a stored event.</summary>
internal sealed record EcsFacts(EventId Id, DateTimeOffset Created, string? Peer, string? Listener);
