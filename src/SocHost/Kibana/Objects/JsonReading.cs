using System.Text.Json;

namespace SocHost.Kibana.Objects;

/// <summary>Looks into JSON whose shape nobody has promised.</summary>
internal static class JsonReading
{
    /// <summary>A member; null when the value is no object or has none of that name, or it is the word null.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A member along a path.</summary>
    public static JsonElement? Path(this JsonElement element, params ReadOnlySpan<string> names)
    {
        JsonElement? at = element;
        foreach (string name in names)
            at = at?.Member(name);
        return at;
    }

    /// <summary>A member that is a text.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A member that is a whole number.</summary>
    public static int? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int value) ? value : null;

    /// <summary>A member that is true.</summary>
    public static bool Flag(this JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.True };

    /// <summary>The items of a member that is an array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The texts of a member that is an array.</summary>
    public static IEnumerable<string> Texts(this JsonElement element, string name) =>
        element.Items(name).Where(static i => i.ValueKind == JsonValueKind.String).Select(static i => i.GetString()!);

    /// <summary>The members of a member that is an object.</summary>
    public static IEnumerable<JsonProperty> Members(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Object } inner ? inner.EnumerateObject() : [];

    /// <summary>The value inside a text that holds JSON; what is decoded already, as in packages, is taken as it is.</summary>
    public static bool TryNested(this JsonElement text, out JsonElement value)
    {
        value = text;
        if (text.ValueKind != JsonValueKind.String)
            return true;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text.GetString()!);
            value = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }

    /// <summary>The value inside a member that holds JSON as a text; null when there is none or it cannot be read.</summary>
    public static JsonElement? Nested(this JsonElement element, string name) =>
        element.Member(name) is { } text && text.TryNested(out JsonElement value) ? value : null;
}
