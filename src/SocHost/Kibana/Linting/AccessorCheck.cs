using System.Text.Json;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>What a chart draws: columns and layers that it asks for.</summary>
internal static class AccessorCheck
{
    private static readonly string[] Single =
    [
        "xAccessor", "splitAccessor", "metricAccessor", "secondaryMetricAccessor", "maxAccessor", "breakdownByAccessor", "valueAccessor", "yAccessor", "accessor",
        "goalAccessor", "minAccessor", "tagAccessor", "regionAccessor", "metric", "columnId",
    ];

    private static readonly string[] Several = ["accessors", "primaryGroups", "secondaryGroups", "metrics", "groups"];

    /// <summary>Looks at a chart's drawing.</summary>
    public static void Run(LintContext context, SavedObject one, string what, LensState lens)
    {
        if (lens.Visualization is not { } drawing)
            return;
        Dictionary<string, LensLayer> layers = lens.Layers.ToDictionary(static l => l.Id);
        // Layers that are asked in ES|QL have columns elsewhere.
        HashSet<string> others = [.. lens.State.Path("datasourceStates", "textBased")?.Members("layers").Select(static l => l.Name) ?? []];
        IEnumerable<JsonElement> drawn = drawing.Member("layers") is null ? [drawing] : drawing.Items("layers");
        foreach (JsonElement layer in drawn)
        {
            string id = layer.Text("layerId") ?? "";
            if (others.Contains(id) || layer.Text("layerType") is "annotations")
                continue;
            if (!layers.TryGetValue(id, out LensLayer? asked))
            {
                if (layer.Text("layerType") is "data" or null)
                    context.Add(LintRules.LensAccessor, one, $"{what} draws the layer '{id}', which it does not ask; name one of {string.Join(", ", layers.Keys)}");
                continue;
            }

            foreach (string accessor in Accessors(layer).Where(a => !asked.Columns.ContainsKey(a)))
                context.Add(LintRules.LensAccessor, one, $"{what} draws the column '{accessor}', which the layer '{id}' does not have; name one of {string.Join(", ", asked.ColumnOrder)}");
        }
    }

    private static IEnumerable<string> Accessors(JsonElement layer) =>
    [
        .. Single.Select(n => layer.Text(n)).OfType<string>(),
        .. Several.SelectMany(n => layer.Texts(n)),
        .. layer.Items("columns").Select(static c => c.Text("columnId")).OfType<string>(),
    ];
}
