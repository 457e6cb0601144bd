using SocCore.Yaml;

namespace SocHost.Kibana.Content;

/// <summary>
/// Reads the files that list small things: data views, tags, saved searches. One with a fault is kept under its id, so that
/// what refers to it is not faulted too; nothing is built of content with a fault.
/// </summary>
internal static class ListReader
{
    /// <summary>Reads <c>data-views.yml</c>.</summary>
    public static void ReadViews(ContentReader reader, ContentScope scope)
    {
        foreach (ContentReader item in reader.Items("data_views", required: true))
        {
            string? id = item.Id();
            string? pattern = item.Shape.Text("pattern", required: true);
            LocalText? name = item.Local("name");
            string? time = item.Shape.Text("time", required: true);
            item.Shape.Close("A data view");
            if (id is null || pattern is null || time is null)
                continue;
            if (IndexFields.TryOf(pattern, out IndexFields? fields))
                item.Has(fields, time, item.At("time"));
            else
                item.Shape.Problem(item.At("pattern"), $"'pattern: {pattern}' is none that this product writes to; use {string.Join(" or ", IndexFields.Patterns)}.");

            fields ??= IndexFields.Events;
            scope.Add(new DataViewSource(id, pattern, name ?? LocalText.Unread, time, fields));
        }

        reader.Shape.Close("data-views.yml");
    }

    /// <summary>Reads <c>tags.yml</c>.</summary>
    public static void ReadTags(ContentReader reader, ContentScope scope)
    {
        foreach (ContentReader item in reader.Items("tags", required: true))
        {
            string? id = item.Id();
            LocalText? name = item.Local("name");
            LocalText? description = item.Local("description");
            string? color = item.Shape.Text("color", required: true);
            item.Shape.Close("A tag");
            if (id is not null)
                scope.Add(new TagSource(id, name ?? LocalText.Unread, description ?? LocalText.Unread, color ?? ""));
        }

        reader.Shape.Close("tags.yml");
    }

    /// <summary>Reads <c>searches.yml</c>.</summary>
    public static void ReadSearches(ContentReader reader, ContentScope scope)
    {
        KibanaContent content = scope.Content;
        foreach (ContentReader item in reader.Items("searches", required: true))
        {
            string? id = item.Id();
            LocalText? title = item.Local("title");
            LocalText? description = item.Local("description");
            string? view = item.Shape.Word("view", [.. content.DataViews.Select(static v => v.Id)], required: true);
            IndexFields? fields = view is null ? null : content.View(view).Fields;
            string query = item.Query("query", fields);
            IReadOnlyList<string> columns = item.Shape.Texts("columns");
            foreach (string column in columns)
                item.Has(fields, column, item.At("columns"));
            IReadOnlyList<string> tags = item.Known("tags", content.Tags.Select(static t => t.Id), "tag");
            item.Shape.Close("A saved search");
            if (id is not null && view is not null)
                scope.Add(new SearchSource(id, title ?? LocalText.Unread, description ?? LocalText.Unread, view, query, columns, tags));
        }

        reader.Shape.Close("searches.yml");
    }
}
