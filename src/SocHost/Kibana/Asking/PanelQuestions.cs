using System.Text.Json;
using System.Text.Json.Nodes;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Asking;

/// <summary>Reads the dashboards of a file of saved objects as what each panel asks; Markdown asks nothing.</summary>
/// <param name="objects">The objects of the file.</param>
/// <param name="now">What <c>now</c> means in queries.</param>
internal sealed class PanelQuestions(IReadOnlyList<SavedObject> objects, DateTimeOffset now)
{
    private const int ListedRows = 100;

    /// <summary>The questions of all dashboards.</summary>
    /// <exception cref="AskException">A panel asks in a way that is not translated.</exception>
    public IReadOnlyList<PanelQuestion> Read() =>
        [.. objects.Where(static o => o.Type == ObjectTypes.Dashboard && o.Attributes is not null).SelectMany(OfDashboard)];

    private IEnumerable<PanelQuestion> OfDashboard(SavedObject dashboard)
    {
        JsonElement attributes = dashboard.Attributes!.Value;
        foreach (DashboardPanel panel in DashboardPanel.Of(attributes))
        {
            PanelQuestion? question;
            try
            {
                question = panel.Attributes is { } byValue && LensState.Of(byValue) is { } lens
                    ? OfLens(dashboard, attributes, panel, lens)
                    : panel.RefName is null ? null : OfSearch(dashboard, attributes, panel);
            }
            catch (AskException e)
            {
                throw new AskException($"{dashboard.Name}, panel '{panel.Name}': {e.Message}");
            }

            if (question is not null)
                yield return question;
        }
    }

    private PanelQuestion OfLens(SavedObject dashboard, JsonElement attributes, DashboardPanel panel, LensState lens)
    {
        if (lens.Layers is not [var layer])
            throw new AskException($"the chart has {lens.Layers.Count} layers; one is translated");
        QueryDsl queries = new(View(dashboard, $"{panel.Index}:{LensState.ReferenceOf(layer.Id)}"), now);
        string from = attributes.Text("timeFrom") ?? "now-15m";
        LensAggregations aggregations = new(layer, queries, TimeStep.For(from));
        return Question(dashboard, panel, queries, aggregations.Columns, new JsonObject
        {
            ["size"] = 0,
            ["track_total_hits"] = true,
            ["query"] = Query(attributes, queries, lens.Query, lens.State.Items("filters")),
            ["aggs"] = aggregations.Make(),
        });
    }

    private PanelQuestion OfSearch(SavedObject dashboard, JsonElement attributes, DashboardPanel panel)
    {
        SavedObjectRef? shown = dashboard.References.FirstOrDefault(r => panel.RefNames.Contains(r.Name));
        SavedObject search = objects.FirstOrDefault(o => o.Type == ObjectTypes.Search && o.Id == shown?.Id && o.Attributes is not null)
            ?? throw new AskException($"the saved search {shown?.Id} is not in the file");
        JsonElement its = search.Attributes!.Value;
        JsonElement source = its.Member("kibanaSavedObjectMeta")?.Nested("searchSourceJSON") ?? throw new AskException($"the saved search {search.Id} has no source");
        QueryDsl queries = new(View(search, source.Text("indexRefName") ?? ""), now);
        string[] columns = [.. its.Texts("columns")];
        return Question(dashboard, panel, queries, [.. columns.Select(static c => new AskedColumn(c, ColumnKind.Field))], new JsonObject
        {
            ["size"] = ListedRows,
            ["_source"] = false,
            ["fields"] = new JsonArray([.. columns.Select(static c => (JsonNode)c)]),
            ["query"] = Query(attributes, queries, KueryText.Of(source.Member("query")), source.Items("filter")),
            ["sort"] = new JsonArray([.. its.Items("sort").Where(static s => s.ValueKind == JsonValueKind.Array && s.GetArrayLength() == 2).Select(static s => (JsonNode)new JsonObject { [s[0].GetString()!] = s[1].GetString() })]),
        });
    }

    private static PanelQuestion Question(SavedObject dashboard, DashboardPanel panel, QueryDsl queries, IReadOnlyList<AskedColumn> columns, JsonObject body) => new()
    {
        Dashboard = dashboard.Id,
        Panel = panel.Index,
        Title = panel.Panel.Text("title") ?? "",
        Index = queries.Index,
        Columns = columns,
        Body = body,
    };

    /// <summary>The dashboard's query and filters hold for every panel, beside the panel's own.</summary>
    private static JsonObject Query(JsonElement dashboard, QueryDsl queries, KueryText query, IEnumerable<JsonElement> filters)
    {
        JsonElement? source = dashboard.Member("kibanaSavedObjectMeta")?.Nested("searchSourceJSON");
        return queries.All(
            dashboard.Text("timeFrom") ?? "now-15m",
            dashboard.Text("timeTo") ?? "now",
            [KueryText.Of(source?.Member("query")), query],
            (source?.Items("filter") ?? []).Concat(filters));
    }

    /// <summary>The data view that an object refers to by that name.</summary>
    private JsonElement View(SavedObject one, string name)
    {
        string? id = one.References.FirstOrDefault(r => r.Name == name)?.Id;
        return objects.FirstOrDefault(o => o.Type == ObjectTypes.IndexPattern && o.Id == id)?.Attributes
            ?? throw new AskException($"the data view of '{name}' is not in the file");
    }
}
