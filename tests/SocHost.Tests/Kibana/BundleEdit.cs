using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SocHost.Tests.Kibana;

/// <summary>A bundle that is changed in one place, to see what is said of it.</summary>
internal sealed class BundleEdit
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<JsonObject> _objects;

    public BundleEdit(byte[] bundle) =>
        _objects = [.. Encoding.UTF8.GetString(bundle).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => JsonNode.Parse(l)!.AsObject())];

    /// <summary>The first object of a type.</summary>
    public JsonObject First(string type) => _objects.First(o => (string)o["type"]! == type);

    /// <summary>The attributes of the first object of a type.</summary>
    public JsonObject Attributes(string type) => First(type)["attributes"]!.AsObject();

    /// <summary>All objects.</summary>
    public IList<JsonObject> Objects => _objects;

    /// <summary>Changes the JSON inside a text.</summary>
    public static void Nested(JsonObject holder, string name, Action<JsonNode> change)
    {
        JsonNode inner = JsonNode.Parse((string)holder[name]!)!;
        change(inner);
        holder[name] = inner.ToJsonString(Options);
    }

    /// <summary>Changes the panels of the first dashboard that has what is looked for.</summary>
    public void Panels(Action<JsonArray> change) => Nested(Attributes("dashboard"), "panelsJSON", p => change(p.AsArray()));

    /// <summary>Changes one Lens panel: the first that meets the test.</summary>
    public void LensPanel(Func<JsonObject, bool> which, Action<JsonObject> change)
    {
        foreach (JsonObject dashboard in _objects.Where(static o => (string)o["type"]! == "dashboard"))
        {
            bool found = false;
            Nested(dashboard["attributes"]!.AsObject(), "panelsJSON", panels =>
            {
                if (panels.AsArray().Select(static p => p!.AsObject()).FirstOrDefault(p => (string)p["type"]! == "lens" && which(p)) is not { } panel)
                    return;
                found = true;
                change(panel);
            });
            if (found)
                return;
        }

        throw new InvalidOperationException("No panel of the bundle is like that.");
    }

    /// <summary>The columns of a Lens panel's one layer.</summary>
    public static JsonObject Layer(JsonObject panel) =>
        panel["embeddableConfig"]!["attributes"]!["state"]!["datasourceStates"]!["formBased"]!["layers"]!.AsObject().First().Value!.AsObject();

    /// <summary>The lines.</summary>
    public string Text() => string.Concat(_objects.Select(static o => o.ToJsonString(Options) + "\n"));
}
