using System.Text;
using System.Text.Json.Nodes;

namespace SocHost.Tests.Kibana;

/// <summary>A defect that can be planted into a clean bundle.</summary>
/// <param name="Rule">The rule that must find it.</param>
/// <param name="Says">What the message must name.</param>
/// <param name="Plant">Plants it: the file's name and its content.</param>
internal sealed record PlantedDefect(string Rule, string Says, Func<BundleEdit, (string File, byte[] Content)> Plant)
{
    private const string Name = "soc-vi.ndjson";

    /// <summary>A defect of an object.</summary>
    public static PlantedDefect In(string rule, string says, Action<BundleEdit> change) => new(rule, says, bundle =>
    {
        change(bundle);
        return (Name, Encoding.UTF8.GetBytes(bundle.Text()));
    });

    /// <summary>A defect of the file's text.</summary>
    public static PlantedDefect OfText(string rule, string says, Func<string, string> change) =>
        new(rule, says, bundle => (Name, Encoding.UTF8.GetBytes(change(bundle.Text()))));

    /// <summary>A defect of a column of a Lens panel: the first that meets the test.</summary>
    public static PlantedDefect OfColumn(string rule, string says, Func<JsonObject, bool> which, Action<JsonObject> change) => In(rule, says, bundle => bundle.LensPanel(
        p => Columns(p).Any(which),
        p => change(Columns(p).First(which))));

    private static IEnumerable<JsonObject> Columns(JsonObject panel) => BundleEdit.Layer(panel)["columns"]!.AsObject().Select(static c => c.Value!.AsObject());
}
