using System.Text.Json.Nodes;
using SocHost.Kibana.Content;

namespace SocHost.Kibana.Building;

/// <summary>How a layer's columns are drawn: the state of one of Lens's visualizations.</summary>
internal static class LensVisualization
{
    /// <summary>Which visualization draws a chart.</summary>
    public static string TypeOf(ChartKind chart) => chart switch
    {
        ChartKind.Donut => "lnsPie",
        ChartKind.Table => "lnsDatatable",
        ChartKind.Number => "lnsMetric",
        ChartKind.Heatmap => "lnsHeatmap",
        _ => "lnsXY",
    };

    /// <summary>The visualization's state.</summary>
    public static JsonObject Of(ChartPanel panel, string layer) => panel.Chart switch
    {
        ChartKind.Donut => Donut(panel, layer),
        ChartKind.Table => Table(panel, layer),
        ChartKind.Number => new JsonObject { ["layerId"] = layer, ["layerType"] = "data", ["metricAccessor"] = LensColumns.ValueId(0) },
        ChartKind.Heatmap => Heatmap(layer),
        _ => Axes(panel, layer),
    };

    private static JsonArray ByIds(ChartPanel panel) => new([.. panel.By.Select(static (_, i) => (JsonNode)LensColumns.ById(i))]);

    private static JsonArray ValueIds(ChartPanel panel) => new([.. panel.Values.Select(static (_, i) => (JsonNode)LensColumns.ValueId(i))]);

    private static JsonObject Axes(ChartPanel panel, string layer)
    {
        string series = panel.Chart switch
        {
            ChartKind.Lines => "line",
            ChartKind.Areas => "area_stacked",
            ChartKind.HorizontalBars => "bar_horizontal_stacked",
            _ => "bar_stacked",
        };
        JsonObject drawn = new()
        {
            ["layerId"] = layer,
            ["layerType"] = "data",
            ["seriesType"] = series,
            ["xAccessor"] = LensColumns.OverId,
            ["accessors"] = ValueIds(panel),
            ["position"] = "top",
            ["showGridlines"] = false,
        };
        if (panel.By.Count > 0)
            drawn["splitAccessor"] = LensColumns.ById(0);
        return new JsonObject
        {
            ["legend"] = new JsonObject { ["isVisible"] = panel.By.Count > 0 || panel.Values.Count > 1, ["position"] = "right" },
            ["valueLabels"] = "hide",
            ["fittingFunction"] = "None",
            ["axisTitlesVisibilitySettings"] = Sides(false),
            ["gridlinesVisibilitySettings"] = Sides(true),
            ["tickLabelsVisibilitySettings"] = Sides(true),
            ["labelsOrientation"] = new JsonObject { ["x"] = 0, ["yLeft"] = 0, ["yRight"] = 0 },
            ["preferredSeriesType"] = series,
            ["layers"] = new JsonArray(drawn),
        };
    }

    private static JsonObject Sides(bool shown) => new() { ["x"] = shown, ["yLeft"] = shown, ["yRight"] = shown };

    private static JsonObject Donut(ChartPanel panel, string layer) => new()
    {
        ["shape"] = "donut",
        ["layers"] = new JsonArray(new JsonObject
        {
            ["layerId"] = layer,
            ["layerType"] = "data",
            ["primaryGroups"] = ByIds(panel),
            ["metrics"] = ValueIds(panel),
            ["numberDisplay"] = "percent",
            ["categoryDisplay"] = "default",
            ["legendDisplay"] = "default",
            ["nestedLegend"] = false,
        }),
    };

    private static JsonObject Table(ChartPanel panel, string layer) => new()
    {
        ["layerId"] = layer,
        ["layerType"] = "data",
        ["columns"] = new JsonArray([.. ByIds(panel).Concat(ValueIds(panel)).Select(static id => (JsonNode)new JsonObject { ["columnId"] = id!.GetValue<string>() })]),
        ["paging"] = new JsonObject { ["enabled"] = true, ["size"] = 10 },
    };

    private static JsonObject Heatmap(string layer) => new()
    {
        ["shape"] = "heatmap",
        ["layerId"] = layer,
        ["layerType"] = "data",
        ["legend"] = new JsonObject { ["isVisible"] = true, ["position"] = "right", ["type"] = "heatmap_legend" },
        ["gridConfig"] = new JsonObject
        {
            ["type"] = "heatmap_grid",
            ["isCellLabelVisible"] = false,
            ["isYAxisLabelVisible"] = true,
            ["isXAxisLabelVisible"] = true,
            ["isYAxisTitleVisible"] = false,
            ["isXAxisTitleVisible"] = false,
        },
        ["xAccessor"] = LensColumns.OverId,
        ["yAccessor"] = LensColumns.ById(0),
        ["valueAccessor"] = LensColumns.ValueId(0),
    };
}
