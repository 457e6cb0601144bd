using System.Text.Json;
using SocCore.Search;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>Questions to the events name their datasets, be it in the dashboard's query or in each panel's.</summary>
internal static class DatasetCheck
{
    private static readonly string[] Names = ["data_stream.dataset", "event.dataset"];

    /// <summary>Looks at all dashboards and the searches that they show.</summary>
    public static void Run(LintContext context)
    {
        if (!context.IsOwn)
            return;
        foreach (SavedObject one in context.Objects.Where(static o => o.Type == ObjectTypes.Dashboard))
        {
            if (one.Attributes is not { } attributes || NamesDataset(attributes.Member("kibanaSavedObjectMeta")?.Nested("searchSourceJSON")))
                continue;
            foreach (DashboardPanel panel in DashboardPanel.Of(attributes).Where(p => Asks(context, one, p)))
                context.Add(LintRules.DatasetFilter, one, $"the panel '{panel.Name}' asks all events and names no dataset; add data_stream.dataset to its query or the dashboard's");
        }
    }

    private static bool Asks(LintContext context, SavedObject dashboard, DashboardPanel panel)
    {
        if (panel.Attributes is { } attributes && LensState.Of(attributes) is { } lens)
        {
            bool events = attributes.Items("references").Any(r => r.Text("type") == ObjectTypes.IndexPattern && context.IsOverEvents(r.Text("id") ?? ""));
            return events && !NamesDataset(lens.State);
        }

        string? shown = dashboard.References.FirstOrDefault(r => r.Type == ObjectTypes.Search && panel.RefNames.Contains(r.Name))?.Id;
        if (context.Objects.FirstOrDefault(o => o.Type == ObjectTypes.Search && o.Id == shown)?.Attributes is not { } search)
            return false;
        JsonElement? source = search.Member("kibanaSavedObjectMeta")?.Nested("searchSourceJSON");
        SavedObject found = context.Objects.First(o => o.Type == ObjectTypes.Search && o.Id == shown);
        return SearchCheck.ViewOf(found, source) is { } view && context.IsOverEvents(view) && !NamesDataset(source);
    }

    /// <summary>Whether a query, or a filter beside it, is about the dataset.</summary>
    private static bool NamesDataset(JsonElement? holder)
    {
        if (holder is not { } source)
            return false;
        NotingKqlSchema schema = new();
        KueryText query = KueryText.Of(source.Member("query"));
        Kql.TryParse(query.Query, schema, DateTimeOffset.UnixEpoch, out _, out _);
        return schema.Asked.Any(Names.Contains)
            || source.Items("filter").Concat(source.Items("filters")).Any(static f => Names.Contains(f.Member("meta")?.Text("key") ?? ""));
    }
}
