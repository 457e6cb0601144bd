using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocTesting;

namespace SocHost.Tests.Kibana;

/// <summary>
/// Dashboards that others exported from real Kibanas, as lines that Kibana would be given. In repositories they are kept
/// decoded, one document a dashboard; tools encode the inner JSON before they import it, and so does this.
/// </summary>
internal static class RealExports
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Encoded =
        ["panelsJSON", "optionsJSON", "uiStateJSON", "visState", "searchSourceJSON", "ignoreParentSettingsJSON", "fields", "layerListJSON", "mapStateJSON"];

    /// <summary>Each file with the lines of its objects.</summary>
    public static IEnumerable<(string Name, byte[] Lines)> All()
    {
        string folder = SharedData.Get("kibana-dashboards");
        foreach (string file in Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            JsonNode document = JsonNode.Parse(File.ReadAllText(file))!;
            JsonArray objects = document["objects"]?.AsArray() ?? [document.DeepClone()];
            StringBuilder lines = new();
            foreach (JsonNode? one in objects)
            {
                if (one!["attributes"] is JsonObject attributes)
                    Encode(attributes);
                lines.Append(one.ToJsonString(Options)).Append('\n');
            }

            yield return (Path.ChangeExtension(Path.GetRelativePath(folder, file), ".ndjson"), Encoding.UTF8.GetBytes(lines.ToString()));
        }
    }

    private static void Encode(JsonObject holder)
    {
        foreach (string name in holder.Select(static p => p.Key).ToArray())
        {
            if (Encoded.Contains(name) && holder[name] is JsonObject or JsonArray)
                holder[name] = holder[name]!.ToJsonString(Options);
            else if (name is "kibanaSavedObjectMeta" or "controlGroupInput" && holder[name] is JsonObject inner)
                Encode(inner);
        }
    }
}
