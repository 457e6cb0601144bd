using System.Text.Json;
using System.Text.Json.Serialization;
using SocApi.Desk;

namespace SocApi.Contracts;

/// <summary>A stored event.</summary>
/// <param name="Id">Who it is.</param>
/// <param name="Source">Its ECS document.</param>
internal sealed record EventResource([property: JsonPropertyName("_id")] string Id, [property: JsonPropertyName("_source")] JsonElement Source)
{
    /// <summary>The document of an event.</summary>
    public static EventResource Of(EventView view) => new(view.Id.ToString(), JsonElement.Parse(view.Json));
}
