using System.Text.Json.Nodes;
using SocHost.Kibana.Content;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Building;

/// <summary>Writes the panels of a dashboard: charts by value, saved searches by reference, Markdown.</summary>
internal sealed class PanelWriter(KibanaContent content, string language, References references)
{
    private readonly Ids _ids = new(language);
    private readonly LensColumns _columns = new(language);

    /// <summary>One panel at its place.</summary>
    public JsonObject Write(PanelSource panel, GridPlace place)
    {
        JsonObject written = new()
        {
            ["version"] = Pins.ByType[ObjectTypes.Dashboard],
            ["type"] = panel switch { ChartPanel => ObjectTypes.Lens, SearchPanel => ObjectTypes.Search, _ => ObjectTypes.Visualization },
            ["gridData"] = new JsonObject { ["x"] = place.X, ["y"] = place.Y, ["w"] = panel.Width, ["h"] = panel.Height, ["i"] = panel.Id },
            ["panelIndex"] = panel.Id,
            ["title"] = panel.Title.In(language),
        };
        switch (panel)
        {
            case ChartPanel chart:
                written["embeddableConfig"] = new JsonObject { ["attributes"] = Lens(chart), ["enhancements"] = new JsonObject() };
                break;
            case SearchPanel search:
                written["panelRefName"] = $"panel_{panel.Id}";
                written["embeddableConfig"] = new JsonObject { ["enhancements"] = new JsonObject() };
                references.Add(ObjectTypes.Search, _ids.Search(search.Search), $"{panel.Id}:panel_{panel.Id}");
                break;
            case TextPanel text:
                written["embeddableConfig"] = new JsonObject { ["savedVis"] = Markdown(text), ["enhancements"] = new JsonObject(), ["hidePanelTitles"] = true };
                break;
        }

        return written;
    }

    private JsonObject Lens(ChartPanel panel)
    {
        DataViewSource view = content.View(panel.View);
        string layer = $"{panel.Id}-layer";
        string name = $"indexpattern-datasource-layer-{layer}";
        // The dashboard repeats what its panels refer to, each name behind the panel's own.
        references.Add(ObjectTypes.IndexPattern, _ids.View(view.Id), $"{panel.Id}:{name}");
        References own = new();
        own.Add(ObjectTypes.IndexPattern, _ids.View(view.Id), name);
        JsonArray order = [];
        JsonObject columns = [];
        foreach ((string id, JsonObject column) in _columns.Of(panel, view))
        {
            order.Add(id);
            columns[id] = column;
        }

        return new JsonObject
        {
            ["title"] = "",
            ["type"] = ObjectTypes.Lens,
            ["visualizationType"] = LensVisualization.TypeOf(panel.Chart),
            ["references"] = own.ToJson(),
            ["state"] = new JsonObject
            {
                ["datasourceStates"] = new JsonObject
                {
                    ["formBased"] = new JsonObject
                    {
                        ["layers"] = new JsonObject
                        {
                            [layer] = new JsonObject { ["columnOrder"] = order, ["columns"] = columns, ["incompleteColumns"] = new JsonObject() },
                        },
                    },
                },
                ["visualization"] = LensVisualization.Of(panel, layer),
                ["query"] = ObjectWriter.Kuery(panel.Query),
                ["filters"] = new JsonArray(),
                ["internalReferences"] = new JsonArray(),
                ["adHocDataViews"] = new JsonObject(),
            },
        };
    }

    private JsonObject Markdown(TextPanel panel) => new()
    {
        ["id"] = "",
        ["title"] = "",
        ["description"] = "",
        ["type"] = "markdown",
        ["params"] = new JsonObject { ["fontSize"] = 12, ["openLinksInNewTab"] = false, ["markdown"] = panel.Text.In(language) },
        ["uiState"] = new JsonObject(),
        ["data"] = new JsonObject
        {
            ["aggs"] = new JsonArray(),
            ["searchSource"] = new JsonObject { ["query"] = ObjectWriter.Kuery(""), ["filter"] = new JsonArray() },
        },
    };
}
