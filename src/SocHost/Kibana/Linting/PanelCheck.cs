using System.Text.Json;
using System.Text.RegularExpressions;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>What a panel is, and what it shows beside charts.</summary>
internal static partial class PanelCheck
{
    private static readonly string[] Kinds = [ObjectTypes.Lens, ObjectTypes.Search, ObjectTypes.Visualization];

    /// <summary>Looks at the panels of all dashboards, and at visualizations of their own.</summary>
    public static void Run(LintContext context)
    {
        foreach (SavedObject one in context.Objects)
        {
            if (one.Attributes is not { } attributes)
                continue;
            if (one.Type == ObjectTypes.Visualization && attributes.Nested("visState") is { } state)
                Classic(context, one, "it", state);
            if (one.Type != ObjectTypes.Dashboard)
                continue;
            foreach (DashboardPanel panel in DashboardPanel.Of(attributes))
                Panel(context, one, panel);
        }
    }

    private static void Panel(LintContext context, SavedObject one, DashboardPanel panel)
    {
        // By reference the type is the other object's; an old dashboard names it in the panel's place.
        if (panel.Type is null && (context.IsOwn || panel.RefName is null))
            context.Add(LintRules.PanelType, one, $"the panel '{panel.Name}' has no type; write one of {string.Join(", ", Kinds)}");
        if (panel.RefName is { } name && !panel.RefNames.Any(n => one.References.Any(r => r.Name == n)))
            context.Add(LintRules.PanelReference, one, $"the panel '{panel.Name}' shows '{name}', to which there is no reference; add '{panel.Index}:{name}' with the object's type and id");
        if (panel.SavedVis is { } vis)
            Classic(context, one, $"the panel '{panel.Name}'", vis);
        if (panel.Panel.Text("version") is { } version && Pins.Compare(version, Pins.ByType[ObjectTypes.Dashboard]) > 0)
            context.Add(LintRules.VersionAbovePin, one, $"the panel '{panel.Name}' is of version {version}, above {Pins.ByType[ObjectTypes.Dashboard]}; write that");
    }

    private static void Classic(LintContext context, SavedObject one, string what, JsonElement state)
    {
        string type = state.Text("type") ?? "";
        switch (type)
        {
            case "metrics":
                context.Add(LintRules.Tsvb, one, $"{what} is a TSVB chart (type metrics); make a Lens chart of it");
                break;
            case "input_control_vis":
                context.Add(LintRules.InputControls, one, $"{what} is an input control (type {type}); use the dashboard's own controls");
                break;
            case "markdown":
                string markdown = state.Member("params")?.Text("markdown") ?? "";
                foreach (Match link in HttpLink().Matches(markdown))
                    context.Add(LintRules.InsecureLink, one, $"{what} links to {link.Value}; write https, or a relative link");
                break;
            default:
                context.Add(LintRules.LegacyVisualization, one, $"{what} is a classic chart (type '{type}'); make a Lens chart of it");
                break;
        }
    }

    [GeneratedRegex(@"http://[^\s)\]""'<>]*", RegexOptions.IgnoreCase)]
    private static partial Regex HttpLink();
}
