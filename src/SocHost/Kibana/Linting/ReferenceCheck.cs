using System.Text.Json;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>References both ways: each leads to an object, and each is used.</summary>
internal static class ReferenceCheck
{
    private const string IndexRef = "indexRefName";

    /// <summary>Looks at all objects.</summary>
    public static void Run(LintContext context)
    {
        foreach (SavedObject one in context.Objects)
        {
            foreach (SavedObjectRef reference in one.References)
                Target(context, one, reference);
            if (one.Attributes is not { } attributes)
                continue;
            foreach (string name in IndexRefs(attributes).Where(n => !one.References.Any(r => r.Name == n)))
                context.Add(LintRules.SearchReference, one, $"it asks by the reference '{name}', which is not in its list; add it with the data view's id");
            if (!context.IsOwn)
                continue;
            HashSet<string> used = [.. Used(one, attributes)];
            foreach (SavedObjectRef reference in one.References.Where(r => r.Type != ObjectTypes.Tag && !used.Contains(r.Name)))
                context.Add(LintRules.UnusedReference, one, $"nothing in it uses the reference '{reference.Name}' to {reference.Type}:{reference.Id}; remove it");
        }
    }

    /// <summary>The names by which queries and filters of an object refer to data views.</summary>
    public static IEnumerable<string> IndexRefs(JsonElement attributes)
    {
        if (attributes.Member("kibanaSavedObjectMeta")?.Nested("searchSourceJSON") is not { } source)
            yield break;
        if (source.Text(IndexRef) is { } index)
            yield return index;
        foreach (JsonElement filter in source.Items("filter"))
        {
            if (filter.Member("meta")?.Text(IndexRef) is { } name)
                yield return name;
        }
    }

    private static void Target(LintContext context, SavedObject one, SavedObjectRef reference)
    {
        if (context.Has(reference.Type, reference.Id))
            return;
        if (context.IsOwn)
            context.Add(LintRules.DanglingReference, one, $"the reference '{reference.Name}' leads to {reference.Type}:{reference.Id}, which is not in the file; add that object, or correct the id");
        else if (reference.Type is ObjectTypes.IndexPattern or ObjectTypes.Search)
            context.Add(LintRules.DanglingReference, one, $"{reference.Type}:{reference.Id} is not in the file; Kibana takes the object only where it is there already", warning: true);
    }

    private static IEnumerable<string> Used(SavedObject one, JsonElement attributes) => one.Type switch
    {
        ObjectTypes.Dashboard =>
        [
            .. IndexRefs(attributes),
            .. DashboardPanel.Of(attributes).SelectMany(static p => PanelNames(p)),
            .. (attributes.Member("controlGroupInput")?.Nested("panelsJSON") is { ValueKind: JsonValueKind.Object } controls ? controls.EnumerateObject() : default)
                .Select(static c => $"controlGroup_{c.Name}:optionsListDataView"),
        ],
        ObjectTypes.Lens => LensState.Of(attributes) is { } lens ? LensNames(lens) : [],
        _ => IndexRefs(attributes),
    };

    private static IEnumerable<string> PanelNames(DashboardPanel panel)
    {
        foreach (string name in panel.RefNames)
            yield return name;
        if (panel.Attributes is not { } attributes || LensState.Of(attributes) is not { } lens)
            yield break;
        foreach (string name in LensNames(lens))
            yield return $"{panel.Index}:{name}";
    }

    private static IEnumerable<string> LensNames(LensState lens)
    {
        foreach (LensLayer layer in lens.Layers)
            yield return LensState.ReferenceOf(layer.Id);
        foreach (JsonElement filter in lens.State.Items("filters"))
        {
            if (filter.Member("meta")?.Text("index") is { } name)
                yield return name;
        }
    }
}
