using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocApi.Contracts;

/// <summary>Instants as RFC 3339 in UTC with milliseconds; on input an offset is needed.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string Write(DateTimeOffset value) => value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static bool TryRead(string? text, out DateTimeOffset value)
    {
        value = default;
        bool hasOffset = text is { Length: >= 20 and <= 40 } && (text[10] is 'T' or 't') && (text[^1] is 'Z' or 'z' || text.AsSpan(19).ContainsAny('+', '-'));
        return hasOffset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out value);
    }

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryRead(reader.GetString(), out DateTimeOffset value)
            ? value
            : throw new JsonException("A time is written as in 2026-03-12T07:30:00.000Z.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Write(value));
}
