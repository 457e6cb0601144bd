namespace SocHost.Kibana.Content;

/// <summary>Reads the file of one dashboard.</summary>
internal static class DashboardReader
{
    /// <summary>The dashboard; null when it has no id, title or panel that can be read.</summary>
    public static DashboardSource? Read(ContentReader reader, ContentScope scope)
    {
        KibanaContent content = scope.Content;
        string? id = reader.Id();
        if (id is not null && id != Path.GetFileNameWithoutExtension(reader.Shape.File))
            reader.Shape.Problem(reader.At("id"), $"'id: {id}' must be the file's name; write '{Path.GetFileNameWithoutExtension(reader.Shape.File)}' or rename the file.");
        long? order = reader.Shape.Integer("order");
        if (order is null)
            reader.Shape.Problem(reader.At("order"), "'order' is missing; give the dashboard a number for its place among the links.");
        LocalText? title = reader.Local("title");
        LocalText? description = reader.Local("description");
        string? view = reader.Shape.Word("view", [.. content.DataViews.Select(static v => v.Id)], required: true);
        IndexFields? fields = view is null ? null : content.View(view).Fields;
        string query = reader.Query("query", fields);
        string from = reader.Shape.Text("from") ?? "now-24h";
        IReadOnlyList<string> tags = reader.Known("tags", content.Tags.Select(static t => t.Id), "tag");
        List<ControlSource> controls = [];
        foreach (string field in reader.Shape.Texts("controls"))
        {
            if (view is not null && reader.Has(fields, field, reader.At("controls")))
                controls.Add(new ControlSource(field, view, reader.Label(field, scope, reader.At("controls"))));
        }

        List<PanelSource> panels = [];
        PanelReader panelReader = new(scope, content, view);
        foreach (ContentReader item in reader.Items("panels", required: true))
        {
            if (panelReader.Read(item) is not { } panel)
                continue;
            if (panels.Exists(p => p.Id == panel.Id))
                item.Shape.Problem(item.At("id"), $"'id: {panel.Id}' is that of another panel; choose another.");
            panels.Add(panel);
        }

        reader.Shape.Close("A dashboard");
        return id is null || order is null || title is null || description is null || panels.Count == 0
            ? null
            : new DashboardSource { Id = id, Order = order.Value, Title = title, Description = description, Tags = tags, Query = query, From = from, Controls = controls, Panels = panels };
    }
}
