using System.Text.Json;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Lens;

/// <summary>The state of a Lens chart as an object keeps it: what it asks, and how the answer is drawn.</summary>
internal sealed class LensState
{
    private const string LayerReference = "indexpattern-datasource-layer-";

    private LensState(string visualizationType, JsonElement state, IReadOnlyList<LensLayer> layers)
    {
        VisualizationType = visualizationType;
        State = state;
        Layers = layers;
    }

    /// <summary>lnsXY, lnsPie ….</summary>
    public string VisualizationType { get; }

    /// <summary>All of it.</summary>
    public JsonElement State { get; }

    /// <summary>The layers that ask a data view; text and annotation layers are not among them.</summary>
    public IReadOnlyList<LensLayer> Layers { get; }

    /// <summary>The state of the visualization.</summary>
    public JsonElement? Visualization => State.Member("visualization");

    /// <summary>The chart's own query and its language.</summary>
    public KueryText Query => KueryText.Of(State.Member("query"));

    /// <summary>The name under which a layer's data view is referred to.</summary>
    public static string ReferenceOf(string layer) => LayerReference + layer;

    /// <summary>Reads the attributes of a Lens object, or of a panel by value; null when there is no state.</summary>
    public static LensState? Of(JsonElement attributes)
    {
        if (attributes.Nested("state") is not { ValueKind: JsonValueKind.Object } state)
            return null;
        // Until 8.5 the data source was called indexpattern.
        JsonElement? source = state.Path("datasourceStates", "formBased") ?? state.Path("datasourceStates", "indexpattern");
        LensLayer[] layers = source is { } form ? [.. form.Members("layers").GroupBy(static l => l.Name).Select(static l => LensLayer.Of(l.Key, l.Last().Value))] : [];
        return new LensState(attributes.Text("visualizationType") ?? "", state, layers);
    }

    /// <summary>Whether the state is of a Kibana that calls the data source formBased: older migrations cannot read it.</summary>
    public bool IsFormBased => State.Path("datasourceStates", "formBased") is not null;
}
