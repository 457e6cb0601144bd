using System.Text.Json;
using SocHost.Kibana.Content;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>Saved searches: their query, their columns, their order.</summary>
internal static class SearchCheck
{
    /// <summary>Looks at all saved searches.</summary>
    public static void Run(LintContext context)
    {
        foreach (SavedObject one in context.Objects.Where(static o => o.Type == ObjectTypes.Search))
        {
            if (one.Attributes is not { } attributes)
                continue;
            JsonElement? source = attributes.Member("kibanaSavedObjectMeta")?.Nested("searchSourceJSON");
            IndexFields? fields = ViewOf(one, source) is { } view ? context.FieldsOf(view) : null;
            QueryCheck.Run(context, one, "the search", KueryText.Of(source?.Member("query")), fields);
            if (fields is null)
                continue;
            IEnumerable<string> sorted = attributes.Items("sort").Where(static s => s.ValueKind == JsonValueKind.Array)
                .SelectMany(static s => s.EnumerateArray().Take(1)).Where(static s => s.ValueKind == JsonValueKind.String).Select(static s => s.GetString()!);
            foreach (string name in attributes.Texts("columns").Concat(sorted).Where(c => !fields.TryType(c, out _)))
                context.Add(LintRules.UnknownField, one, $"it shows '{name}', which the index is not mapped to have; {QueryCheck.Cure(fields, name)}");
        }
    }

    /// <summary>The id of the data view that a search asks.</summary>
    public static string? ViewOf(SavedObject search, JsonElement? source) =>
        source?.Text("indexRefName") is { } name ? search.References.FirstOrDefault(r => r.Name == name)?.Id : source?.Text("index");
}
