using System.Text;
using System.Text.Json;
using SocCore.Events;

namespace SocDetect.Matching;

/// <summary>
/// Reads a Windows event into Sigma's names, from Winlogbeat's form (<c>winlog.event_data</c>), from EVTX dumps
/// (<c>Event.System</c>, <c>Event.EventData</c> or <c>Event.UserData</c>), or flat as NXLog writes it.
/// </summary>
internal static class WindowsEventReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <exception cref="JsonException">The line is no JSON object.</exception>
    public static void Read(ReadOnlySpan<byte> json, EventBatchBuilder builder)
    {
        using JsonDocument document = JsonDocument.Parse(json.ToArray(), Options);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("The line is no JSON object.");
        builder.AddText(EcsField.EventDataset, WindowsChannels.Dataset);
        if (Object(root, "Event") is { } dump)
            Dump(dump, builder);
        else if (Object(root, "winlog") is { } winlog)
            Beat(root, winlog, builder);
        else
            Flat(root, builder);
        Rename(builder, "NewProcessName", "Image");
        Rename(builder, "ParentProcessName", "ParentImage");
    }

    private static void Dump(JsonElement dump, EventBatchBuilder builder)
    {
        if (Object(dump, "System") is { } system)
        {
            foreach (JsonProperty property in system.EnumerateObject())
            {
                JsonElement value = property.Value;
                if (value.ValueKind == JsonValueKind.Object)
                {
                    // <Provider Name="…"/> is Provider_Name in Sigma; an id with qualifiers keeps its text aside.
                    if (value.TryGetProperty("#text", out JsonElement text))
                        Add(builder, property.Name, text);
                    JsonElement attributes = Object(value, "#attributes") ?? value;
                    foreach (JsonProperty attribute in attributes.EnumerateObject())
                    {
                        if (!attribute.Name.StartsWith('#'))
                            Add(builder, $"{property.Name}_{attribute.Name}", attribute.Value);
                    }
                }
                else
                {
                    Add(builder, property.Name, value);
                }
            }
        }

        if (Object(dump, "EventData") is { } data)
            Members(data, builder);
        if (Object(dump, "UserData") is { } user)
        {
            foreach (JsonProperty property in user.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.Object)
                    Members(property.Value, builder);
            }
        }
    }

    private static void Beat(JsonElement root, JsonElement winlog, EventBatchBuilder builder)
    {
        foreach ((string beat, string sigma) in (ReadOnlySpan<(string, string)>)
            [("channel", "Channel"), ("event_id", "EventID"), ("provider_name", "Provider_Name"), ("computer_name", "Computer"), ("record_id", "EventRecordID"), ("task", "Task"), ("opcode", "Opcode")])
        {
            if (winlog.TryGetProperty(beat, out JsonElement value))
                Add(builder, sigma, value);
        }

        if (root.TryGetProperty("message", out JsonElement message))
            Add(builder, "Message", message);
        foreach (string part in (string[])["event_data", "user_data"])
        {
            if (Object(winlog, part) is { } data)
                Members(data, builder);
        }
    }

    private static void Flat(JsonElement root, EventBatchBuilder builder)
    {
        foreach (JsonProperty property in root.EnumerateObject())
        {
            string name = property.Name switch { "SourceName" => "Provider_Name", "Hostname" => "Computer", _ => property.Name };
            Add(builder, name, property.Value);
        }
    }

    private static void Members(JsonElement data, EventBatchBuilder builder)
    {
        foreach (JsonProperty property in data.EnumerateObject())
        {
            if (!property.Name.StartsWith('#'))
                Add(builder, property.Name.Replace(" ", "", StringComparison.Ordinal), property.Value);
        }
    }

    private static void Rename(EventBatchBuilder builder, string from, string to)
    {
        Field target = Fields.Get(to);
        if (builder.Has(target.Id) || Fields.Find(from) is not { } source)
            return;
        foreach (FieldSlot slot in builder.Open)
        {
            if (slot.FieldId == source.Id)
            {
                builder.Add(target.Id, new TextRange(slot.Offset, slot.Length), slot.Kind);
                return;
            }
        }
    }

    private static void Add(EventBatchBuilder builder, string name, JsonElement value)
    {
        if (!Fields.TryIntern(Encoding.UTF8.GetBytes(name), out Field? field))
            return;
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                builder.AddText(field, value.GetString()!);
                break;
            case JsonValueKind.Number:
                string number = value.GetRawText();
                builder.Add(field.Id, builder.Copy(Encoding.ASCII.GetBytes(number)), number.AsSpan().ContainsAny(".eE") ? ValueKind.Decimal : ValueKind.Integer);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                builder.AddBoolean(field, value.GetBoolean());
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                    Add(builder, name, item);
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                    Add(builder, member.Name is "#text" ? name : $"{name}.{member.Name}", member.Value);
                break;
        }
    }

    private static JsonElement? Object(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value : null;
}
