using System.Text.Json;
using SocHost.Kibana.Building;
using SocHost.Kibana.Content;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>A dashboard as a whole: title, controls, query, and its panels' names.</summary>
internal static class DashboardCheck
{
    private const int MostPanels = 20;

    /// <summary>Looks at all dashboards.</summary>
    public static void Run(LintContext context)
    {
        foreach (SavedObject one in context.Objects.Where(static o => o.Type == ObjectTypes.Dashboard))
        {
            if (one.Attributes is not { } attributes)
                continue;
            IReadOnlyList<DashboardPanel> panels = DashboardPanel.Of(attributes);
            if (panels.Count > MostPanels)
                context.Add(LintRules.PanelCount, one, $"it has {panels.Count} panels; keep {MostPanels}, and make a second dashboard of the rest");
            if (attributes.Text("title") is not { } title || !title.StartsWith(DashboardWriter.TitlePrefix, StringComparison.Ordinal))
                context.Add(LintRules.DashboardTitle, one, $"its title is '{attributes.Text("title")}'; begin it with '{DashboardWriter.TitlePrefix}'");
            if (attributes.Member("kibanaSavedObjectMeta")?.Nested("searchSourceJSON") is { } source)
                QueryCheck.Run(context, one, "the dashboard", KueryText.Of(source.Member("query")), OnlyFields(context, one));
            Names(context, one, panels);
            Controls(context, one, attributes);
        }
    }

    /// <summary>The fields of the dashboard's data view, when it has one only.</summary>
    private static IndexFields? OnlyFields(LintContext context, SavedObject one) =>
        one.References.Where(static r => r.Type == ObjectTypes.IndexPattern).Select(static r => r.Id).Distinct().ToArray() is [var view] ? context.FieldsOf(view) : null;

    private static void Names(LintContext context, SavedObject one, IReadOnlyList<DashboardPanel> panels)
    {
        HashSet<string> seen = [];
        foreach (DashboardPanel panel in panels)
        {
            if (panel.Index.Length > 0 && !seen.Add(panel.Index))
                context.Add(LintRules.DuplicatePanel, one, $"the panelIndex '{panel.Index}' is that of two panels; give each its own");
            if (panel.Panel.Member("gridData") is { } grid && Place(grid) is { } place && place != panel.Index)
                context.Add(LintRules.PanelIndex, one, $"the panel '{panel.Name}' has gridData.i '{place}'; write its panelIndex there");
        }
    }

    private static string? Place(JsonElement grid) =>
        grid.Text("i") ?? grid.Number("i")?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void Controls(LintContext context, SavedObject one, JsonElement attributes)
    {
        if (attributes.Member("controlGroupInput")?.Nested("panelsJSON") is not { ValueKind: JsonValueKind.Object } controls)
            return;
        foreach (JsonProperty control in controls.EnumerateObject())
        {
            string name = $"controlGroup_{control.Name}:optionsListDataView";
            string? view = one.References.FirstOrDefault(r => r.Name == name)?.Id;
            string field = control.Value.Path("explicitInput", "fieldName") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";
            if (control.Value.Text("type") == "optionsListControl" && view is null)
                context.Add(LintRules.PanelReference, one, $"the control '{control.Name}' has no reference '{name}'; add it with the data view's id");
            else if (view is not null && context.FieldsOf(view) is { } fields && !fields.TryType(field, out _))
                context.Add(LintRules.UnknownField, one, $"the control '{control.Name}' offers '{field}', which the index is not mapped to have; {QueryCheck.Cure(fields, field)}");
        }
    }
}
