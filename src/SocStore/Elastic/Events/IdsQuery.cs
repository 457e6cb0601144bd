using System.Text.Json;
using SocCore.Events;
using SocStore.Elastic.Dsl;

namespace SocStore.Elastic.Events;

/// <summary>The documents with these ids.</summary>
internal sealed class IdsQuery(IReadOnlyList<EventId> ids) : DslQuery
{
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("ids");
        writer.WriteStartArray("values");
        foreach (EventId id in ids)
            writer.WriteStringValue(id.ToString());
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
