using System.Text.Json;
using SocHost.Kibana.Building;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>Where panels are: within the grid, none upon another.</summary>
internal static class GridCheck
{
    /// <summary>Looks at all dashboards.</summary>
    public static void Run(LintContext context)
    {
        foreach (SavedObject one in context.Objects.Where(static o => o.Type == ObjectTypes.Dashboard))
        {
            if (one.Attributes is not { } attributes)
                continue;
            List<(string Name, int X, int Y, int W, int H)> placed = [];
            foreach (DashboardPanel panel in DashboardPanel.Of(attributes))
            {
                if (Place(context, one, panel) is not { } place)
                    continue;
                foreach ((string name, int x, int y, int w, int h) in placed)
                {
                    if (place.X < x + w && x < place.X + place.W && place.Y < y + h && y < place.Y + place.H)
                        context.Add(LintRules.GridOverlap, one, $"the panel '{panel.Name}' at x {place.X}, y {place.Y} lies upon '{name}'; move it to y {y + h}");
                }

                placed.Add((panel.Name, place.X, place.Y, place.W, place.H));
            }
        }
    }

    private static (int X, int Y, int W, int H)? Place(LintContext context, SavedObject one, DashboardPanel panel)
    {
        JsonElement? grid = panel.Panel.Member("gridData");
        if (grid is not { } data || data.Number("x") is not { } x || data.Number("y") is not { } y || data.Number("w") is not { } w || data.Number("h") is not { } h)
        {
            context.Add(LintRules.PanelGrid, one, $"the panel '{panel.Name}' has no gridData with x, y, w and h; write it");
            return null;
        }

        if (x < 0 || y < 0 || w < 1 || h < 1 || x + w > GridFlow.Columns)
            context.Add(LintRules.GridOverflow, one, $"the panel '{panel.Name}' reaches from x {x} to {x + w}; the grid ends at {GridFlow.Columns}, so make it {Math.Max(1, GridFlow.Columns - Math.Max(0, x))} wide or move it");
        return (x, y, w, h);
    }
}
