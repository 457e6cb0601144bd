using SocCore.Events;

namespace SocApi.Desk;

/// <summary>A stored event, detached from its batch.</summary>
/// <param name="Id">Who it is.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Created">When it was received.</param>
/// <param name="Agency">Whose it is.</param>
/// <param name="System">The city system.</param>
/// <param name="Dataset">The dataset.</param>
/// <param name="Message">Its message, or what it does, or its dataset.</param>
/// <param name="Json">The ECS document; without the original line unless the caller may read it.</param>
public sealed record EventView(
    EventId Id, DateTimeOffset Timestamp, DateTimeOffset Created, string Agency, string? System, string? Dataset, string Message, string Json);
