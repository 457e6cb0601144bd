using System.Text.Json;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Lens;

/// <summary>A panel of a dashboard, as its object keeps it.</summary>
/// <param name="Ordinal">Its place in the list, from 0.</param>
/// <param name="Index">Its name in the dashboard; empty when it has none.</param>
/// <param name="Panel">All of it.</param>
internal sealed record DashboardPanel(int Ordinal, string Index, JsonElement Panel)
{
    /// <summary>lens, search, visualization ….</summary>
    public string? Type => Panel.Text("type");

    /// <summary>What it is called, for messages.</summary>
    public string Name => Index.Length > 0 ? Index : $"#{Ordinal + 1}";

    /// <summary>The attributes of a panel by value; null for one by reference.</summary>
    public JsonElement? Attributes => Panel.Path("embeddableConfig", "attributes");

    /// <summary>The classic visualization of a panel by value.</summary>
    public JsonElement? SavedVis => Panel.Path("embeddableConfig", "savedVis");

    /// <summary>The name of the reference of a panel that shows another object.</summary>
    public string? RefName => Panel.Text("panelRefName");

    /// <summary>The names under which the panel's reference may stand in the dashboard's list.</summary>
    public IEnumerable<string> RefNames => RefName is { } name ? [$"{Index}:{name}", name] : [];

    /// <summary>The panels of a dashboard.</summary>
    public static IReadOnlyList<DashboardPanel> Of(JsonElement attributes) =>
        attributes.Nested("panelsJSON") is { ValueKind: JsonValueKind.Array } panels
            ? [.. panels.EnumerateArray().Select(static (p, i) => new DashboardPanel(i, p.Text("panelIndex") ?? p.Number("panelIndex")?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "", p))]
            : [];
}
