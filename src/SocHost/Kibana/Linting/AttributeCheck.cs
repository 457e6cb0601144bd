using System.Text.Json;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>The attributes of each type: no unknown key, and JSON inside texts that can be read.</summary>
internal static class AttributeCheck
{
    private const string Meta = "kibanaSavedObjectMeta";
    private const string Source = "searchSourceJSON";

    /// <summary>What the schemas allow; a type that is not here is not checked.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [ObjectTypes.Dashboard] =
        [
            "title", "description", Meta, "timeRestore", "timeFrom", "timeTo", "refreshInterval", "controlGroupInput", "panelsJSON", "optionsJSON", "hits", "version",
        ],
        [ObjectTypes.IndexPattern] =
        [
            "title", "name", "timeFieldName", "type", "typeMeta", "fields", "sourceFilters", "fieldFormatMap", "fieldAttrs", "runtimeFieldMap", "allowNoIndex", "allowHidden", "intervalName",
        ],
        [ObjectTypes.Tag] = ["name", "description", "color"],
        [ObjectTypes.Search] =
        [
            "title", "description", "columns", "sort", "grid", "hits", Meta, "hideChart", "isTextBasedQuery", "usesAdHocDataView", "timeRestore", "timeRange", "refreshInterval",
            "viewMode", "hideAggregatedPreview", "rowHeight", "headerRowHeight", "rowsPerPage", "sampleSize", "breakdownField", "visContext", "density", "version",
        ],
        [ObjectTypes.Lens] = ["title", "description", "visualizationType", "state", "expression"],
    };

    /// <summary>Keys that dashboards got in later versions, or had in early ones and lose by migration.</summary>
    private static readonly string[] OtherDashboardKeys = ["showApplySelections", "sections", "accessControl", "projectRouting", "uiStateJSON"];

    private static readonly string[] NestedNames =
    [
        "panelsJSON", "optionsJSON", "uiStateJSON", "visState", "fields", "fieldFormatMap", "fieldAttrs", "runtimeFieldMap", "sourceFilters", "typeMeta", "layerListJSON", "mapStateJSON",
    ];

    private static readonly string[] NeedSource = [ObjectTypes.Dashboard, ObjectTypes.Search, ObjectTypes.Visualization];

    /// <summary>Looks at all objects.</summary>
    public static void Run(LintContext context)
    {
        foreach (SavedObject one in context.Objects)
        {
            if (one.Attributes is not { } attributes)
                continue;
            Keys(context, one, attributes);
            foreach (string name in NestedNames)
                Nested(context, one, attributes, name, name);
            if (attributes.Member(Meta) is { } meta)
                Nested(context, one, meta, Source, $"{Meta}.{Source}");
            if (attributes.Member("controlGroupInput") is { } controls)
            {
                Nested(context, one, controls, "panelsJSON", "controlGroupInput.panelsJSON");
                Nested(context, one, controls, "ignoreParentSettingsJSON", "controlGroupInput.ignoreParentSettingsJSON");
            }

            if (NeedSource.Contains(one.Type) && attributes.Path(Meta, Source) is null)
                context.Add(LintRules.SearchSource, one, $"it has no {Meta}.{Source}; write it, be it with an empty query");
        }
    }

    private static void Keys(LintContext context, SavedObject one, JsonElement attributes)
    {
        // Which keys a type has had in which version is known here for dashboards alone.
        if (!Allowed.TryGetValue(one.Type, out string[]? allowed) || (!context.IsOwn && one.Type != ObjectTypes.Dashboard))
            return;
        foreach (JsonProperty key in attributes.EnumerateObject())
        {
            if (!allowed.Contains(key.Name) && (context.IsOwn || !OtherDashboardKeys.Contains(key.Name)))
                context.Add(LintRules.UnknownAttribute, one, $"'{key.Name}' is no attribute of a {one.Type}; remove it, or correct it to one of {string.Join(", ", allowed)}");
        }
    }

    private static void Nested(LintContext context, SavedObject one, JsonElement holder, string name, string path)
    {
        if (holder.Member(name) is not { } value)
            return;
        if (value.ValueKind != JsonValueKind.String)
            context.Add(LintRules.NestedJson, one, $"'{path}' is {value.ValueKind.ToString().ToLowerInvariant()}; Kibana wants JSON written into a text");
        else if (value.GetString() is { Length: > 0 } && !value.TryNested(out _))
            context.Add(LintRules.NestedJson, one, $"'{path}' is a text that is no JSON ({Start(value.GetString()!)}); write it anew");
    }

    private static string Start(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
