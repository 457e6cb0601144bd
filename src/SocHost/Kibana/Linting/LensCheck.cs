using System.Text.Json;
using SocHost.Kibana.Content;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>The graph of a Lens chart: layers know their data view, columns their order, the drawing its columns.</summary>
internal static class LensCheck
{
    /// <summary>Looks at all charts, by value and of their own.</summary>
    public static void Run(LintContext context)
    {
        foreach (SavedObject one in context.Objects)
        {
            if (one.Attributes is not { } attributes)
                continue;
            if (one.Type == ObjectTypes.Lens)
                Chart(context, one, "it", attributes, one.References, []);
            if (one.Type != ObjectTypes.Dashboard)
                continue;
            foreach (DashboardPanel panel in DashboardPanel.Of(attributes).Where(static p => p.Type == ObjectTypes.Lens))
            {
                if (panel.Attributes is { } byValue)
                    Chart(context, one, $"the panel '{panel.Name}'", byValue, [.. OwnReferences(byValue)], [.. OfPanel(one, panel)]);
                else if (panel.RefName is null && panel.Panel.Text("id") is null)
                    context.Add(LintRules.LensState, one, $"the panel '{panel.Name}' has neither attributes nor a reference; write one of them");
            }
        }
    }

    private static IEnumerable<SavedObjectRef> OwnReferences(JsonElement attributes) =>
        attributes.Items("references").Select(static r => new SavedObjectRef(r.Text("type") ?? "", r.Text("id") ?? "", r.Text("name") ?? ""));

    /// <summary>What the dashboard says of a panel's references, under the names that the panel uses.</summary>
    private static IEnumerable<SavedObjectRef> OfPanel(SavedObject dashboard, DashboardPanel panel) =>
        dashboard.References.Where(r => r.Name.StartsWith(panel.Index + ":", StringComparison.Ordinal)).Select(r => r with { Name = r.Name[(panel.Index.Length + 1)..] });

    private static void Chart(LintContext context, SavedObject one, string what, JsonElement attributes, IReadOnlyList<SavedObjectRef> own, IReadOnlyList<SavedObjectRef> repeated)
    {
        if (LensState.Of(attributes) is not { } lens)
        {
            // State that is there and cannot be read is told as nested JSON.
            if (attributes.Member("state") is null)
                context.Add(LintRules.LensState, one, $"{what} has no state; write what it asks and how it is drawn");
            return;
        }

        HashSet<string> adHoc = [.. lens.State.Members("adHocDataViews").Select(static v => v.Name)];
        foreach (LensLayer layer in lens.Layers)
        {
            string name = LensState.ReferenceOf(layer.Id);
            string? view = own.Concat(repeated).FirstOrDefault(r => r.Name == name)?.Id;
            bool internally = layer.InlineView is not null || lens.State.Items("internalReferences").Any(r => r.Text("name") == name) || adHoc.Count > 0;
            if (view is null && !internally)
                context.Add(LintRules.LensLayerReference, one, $"{what} has the layer '{layer.Id}' without the reference '{name}'; add it with the data view's id");
            else if (context.IsOwn && one.Type == ObjectTypes.Dashboard && !(own.Any(r => r.Name == name) && repeated.Any(r => r.Name == name)))
                context.Add(LintRules.LensLayerReference, one, $"{what} has the layer '{layer.Id}', whose reference '{name}' must stand in the chart and, behind the panel's name, in the dashboard; add the one that is missing");
            IndexFields? fields = view is null ? null : context.FieldsOf(view);
            ColumnCheck.Run(context, one, what, layer, fields);
            QueryCheck.Run(context, one, what, lens.Query, fields);
        }

        AccessorCheck.Run(context, one, what, lens);
    }
}
