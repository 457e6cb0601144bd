using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SocHost.Kibana.Objects;

/// <summary>JSON as it is written: compact, letters as they are. Saved objects keep large parts as JSON inside strings.</summary>
internal static class NestedJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a value.</summary>
    public static string Write(JsonNode node) => node.ToJsonString(Options);
}
