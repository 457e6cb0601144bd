using System.Text.Json.Nodes;
using SocHost.Kibana.Content;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Building;

/// <summary>Writes a dashboard in one language.</summary>
internal sealed class DashboardWriter(KibanaContent content, string language)
{
    /// <summary>What every title begins with, so that they stand together in Kibana's list.</summary>
    public const string TitlePrefix = "[Logs SOC] ";

    private readonly Ids _ids = new(language);

    /// <summary>The object.</summary>
    public JsonObject Write(DashboardSource dashboard)
    {
        References references = new();
        PanelWriter panels = new(content, language, references);
        GridFlow flow = new();
        JsonArray written = [];
        foreach (PanelSource panel in dashboard.Panels.Prepend(Navigation(dashboard)))
            written.Add(panels.Write(panel, flow.Place(panel)));
        JsonObject attributes = new()
        {
            ["title"] = TitlePrefix + dashboard.Title.In(language),
            ["description"] = dashboard.Description.In(language),
            ["timeRestore"] = true,
            ["timeFrom"] = dashboard.From,
            ["timeTo"] = "now",
            ["optionsJSON"] = NestedJson.Write(new JsonObject { ["useMargins"] = true, ["syncColors"] = false, ["syncCursor"] = true, ["syncTooltips"] = false, ["hidePanelTitles"] = false }),
            ["kibanaSavedObjectMeta"] = new JsonObject
            {
                ["searchSourceJSON"] = NestedJson.Write(new JsonObject { ["query"] = ObjectWriter.Kuery(dashboard.Query), ["filter"] = new JsonArray() }),
            },
            ["panelsJSON"] = NestedJson.Write(written),
        };
        if (dashboard.Controls.Count > 0)
            attributes["controlGroupInput"] = Controls(dashboard, references);
        new ObjectWriter(content, language).AddTags(references, dashboard.Tags);
        return ObjectWriter.Object(ObjectTypes.Dashboard, _ids.Dashboard(dashboard.Id), attributes, references);
    }

    /// <summary>Links to all dashboards: relative, so that they hold in every space and below every base path.</summary>
    private TextPanel Navigation(DashboardSource current)
    {
        string links = string.Join(" · ", content.Dashboards.Select(d => d.Id == current.Id
            ? $"**{d.Title.In(language)}**"
            : $"[{d.Title.In(language)}](#/view/{_ids.Dashboard(d.Id)})"));
        return new TextPanel("navigation", new LocalText("Chuyển trang", "Navigation"), GridFlow.Columns, 4, new LocalText(links, links));
    }

    private JsonObject Controls(DashboardSource dashboard, References references)
    {
        JsonObject panels = [];
        for (int i = 0; i < dashboard.Controls.Count; i++)
        {
            ControlSource control = dashboard.Controls[i];
            string id = $"control-{i + 1}";
            references.Add(ObjectTypes.IndexPattern, _ids.View(control.View), $"controlGroup_{id}:optionsListDataView");
            panels[id] = new JsonObject
            {
                ["type"] = "optionsListControl",
                ["order"] = i,
                ["grow"] = true,
                ["width"] = "medium",
                ["explicitInput"] = new JsonObject
                {
                    ["id"] = id,
                    ["fieldName"] = control.Field,
                    ["title"] = control.Title.In(language),
                    ["enhancements"] = new JsonObject(),
                },
            };
        }

        return new JsonObject
        {
            ["chainingSystem"] = "HIERARCHICAL",
            ["controlStyle"] = "oneLine",
            ["ignoreParentSettingsJSON"] = NestedJson.Write(new JsonObject { ["ignoreFilters"] = false, ["ignoreQuery"] = false, ["ignoreTimerange"] = false, ["ignoreValidations"] = false }),
            ["panelsJSON"] = NestedJson.Write(panels),
        };
    }
}
