using System.Text.Json;
using SocCore.Events;
using SocHost.Kibana.Content;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Linting;

/// <summary>The columns of a layer: their order, and operations that fit their fields.</summary>
internal static class ColumnCheck
{
    private static readonly string[] OnNumbers = ["sum", "average", "median", "min", "max", "percentile", "percentile_rank", "standard_deviation", "range"];
    private static readonly string[] OnExactValues = ["terms", "unique_count", "last_value"];

    /// <summary>Looks at a layer.</summary>
    public static void Run(LintContext context, SavedObject one, string what, LensLayer layer, IndexFields? fields)
    {
        foreach (string id in layer.ColumnOrder.Where(id => !layer.Columns.ContainsKey(id)))
            context.Add(LintRules.LensColumnOrder, one, $"{what} orders the column '{id}', which the layer '{layer.Id}' does not have; remove it from columnOrder");
        foreach (string id in layer.Columns.Keys.Except(layer.ColumnOrder))
            context.Add(LintRules.LensColumnOrder, one, $"{what} has the column '{id}', which columnOrder of the layer '{layer.Id}' leaves out; add it there");
        foreach (LensColumn column in layer.Columns.Values)
        {
            if (column.Params?.Member("orderBy") is { } order && order.Text("columnId") is { } by && !layer.Columns.ContainsKey(by))
                context.Add(LintRules.LensAccessor, one, $"{what} orders the values of '{column.Id}' by the column '{by}', which is not there; name one of {string.Join(", ", layer.Columns.Keys)}");
            QueryCheck.Run(context, one, $"{what}, column '{column.Id}'", column.Filter, fields);
            foreach (JsonElement filter in column.Params?.Items("filters") ?? [])
                QueryCheck.Run(context, one, $"{what}, column '{column.Id}'", KueryText.Of(filter.Member("input")), fields);
            if (fields is not null && !column.CountsRecords)
                Field(context, one, what, column, fields);
        }
    }

    private static void Field(LintContext context, SavedObject one, string what, LensColumn column, IndexFields fields)
    {
        string name = column.Field!;
        if (!fields.TryType(name, out FieldType type))
        {
            context.Add(LintRules.UnknownField, one, $"{what}, column '{column.Id}': the index is not mapped to have '{name}'; {QueryCheck.Cure(fields, name)}");
            return;
        }

        string place = $"{what}, column '{column.Id}': {column.Operation} of '{name}', which is {type.ToString().ToLowerInvariant()}";
        if (OnNumbers.Contains(column.Operation) && type is not (FieldType.Long or FieldType.Double))
            context.Add(LintRules.LensNumberOperation, one, $"{place}; take a number, or count different values");
        if (column.Operation == "date_histogram" && type != FieldType.Date)
            context.Add(LintRules.LensTimeOperation, one, $"{place}; take a date");
        if (OnExactValues.Contains(column.Operation) && type is FieldType.Text or FieldType.Object or FieldType.GeoPoint)
            context.Add(LintRules.LensTermsOnText, one, $"{place}; take a keyword");
    }
}
