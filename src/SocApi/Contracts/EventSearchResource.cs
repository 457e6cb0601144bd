using System.Text.Json.Serialization;

namespace SocApi.Contracts;

/// <summary>A page of events that was asked for by content: the cursor goes into the next content.</summary>
internal sealed record EventSearchResource(
    IReadOnlyList<EventResource> Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextCursor,
    DateTimeOffset From,
    DateTimeOffset To);
