using System.Text.Json;
using System.Text.Json.Nodes;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Asking;

/// <summary>Turns the columns of a Lens layer into aggregations: groupings nest in the order of the columns, measures stand on every level.</summary>
internal sealed class LensAggregations(LensLayer layer, QueryDsl queries, string timeStep)
{
    /// <summary>The name of what is inside a filtered measure.</summary>
    public const string Inner = "of";

    private const int Median = 50;

    /// <summary>The columns of the answer.</summary>
    public IReadOnlyList<AskedColumn> Columns { get; } = [.. layer.ColumnOrder.Select(id => layer.Columns[id]).Select(static c => new AskedColumn(c.Id, KindOf(c), !c.Filter.IsEmpty))];

    /// <summary>The aggregations.</summary>
    public JsonObject Make()
    {
        JsonObject innermost = Measures();
        foreach (LensColumn group in layer.ColumnOrder.Select(id => layer.Columns[id]).Where(static c => c.IsBucketed).Reverse())
        {
            JsonObject bucket = Group(group);
            if (innermost.Count > 0)
                bucket["aggs"] = innermost;
            innermost = Measures();
            innermost[group.Id] = bucket;
        }

        return innermost;
    }

    private static ColumnKind KindOf(LensColumn column) => column switch
    {
        { IsBucketed: true } => ColumnKind.Group,
        { Operation: "count" } => ColumnKind.Count,
        { Operation: "median" or "percentile" } => ColumnKind.Percentile,
        { Operation: "last_value" } => ColumnKind.Newest,
        _ => ColumnKind.Number,
    };

    private JsonObject Measures()
    {
        JsonObject measures = [];
        foreach (LensColumn column in layer.Columns.Values.Where(static c => !c.IsBucketed))
        {
            JsonObject? measure = Measure(column);
            if (!column.Filter.IsEmpty)
            {
                JsonObject filtered = new() { ["filter"] = queries.Of(column.Filter) };
                if (measure is not null)
                    filtered["aggs"] = new JsonObject { [Inner] = measure };
                measure = filtered;
            }

            // Documents are counted by every bucket; only a part of them needs an aggregation.
            if (measure is not null)
                measures[column.Id] = measure;
        }

        return measures;
    }

    private static JsonObject? Measure(LensColumn column)
    {
        JsonObject field = new() { ["field"] = column.Field };
        switch (column.Operation)
        {
            case "count" when column.CountsRecords:
                return null;
            case "count":
                return new JsonObject { ["value_count"] = field };
            case "unique_count":
                return new JsonObject { ["cardinality"] = field };
            case "sum" or "min" or "max":
                return new JsonObject { [column.Operation] = field };
            case "average":
                return new JsonObject { ["avg"] = field };
            case "median":
                return new JsonObject { ["percentiles"] = new JsonObject { ["field"] = column.Field, ["percents"] = new JsonArray(Median) } };
            case "percentile":
                return new JsonObject { ["percentiles"] = new JsonObject { ["field"] = column.Field, ["percents"] = new JsonArray(column.Params?.Number("percentile") ?? Median) } };
            case "last_value":
                string by = column.Params?.Text("sortField") ?? "@timestamp";
                return new JsonObject
                {
                    ["top_hits"] = new JsonObject
                    {
                        ["size"] = 1,
                        ["_source"] = false,
                        ["sort"] = new JsonArray(new JsonObject { [by] = "desc" }),
                        ["fields"] = new JsonArray(column.Field),
                    },
                };
            default:
                throw new AskException($"the column '{column.Id}' is measured by '{column.Operation}', which is not translated");
        }
    }

    private JsonObject Group(LensColumn column)
    {
        switch (column.Operation)
        {
            case "date_histogram":
                string interval = column.Params?.Text("interval") is { } given and not "auto" ? given : timeStep;
                return new JsonObject { ["date_histogram"] = new JsonObject { ["field"] = column.Field, ["fixed_interval"] = interval } };
            case "terms":
                return new JsonObject
                {
                    ["terms"] = new JsonObject
                    {
                        ["field"] = column.Field,
                        ["size"] = column.Params?.Number("size") ?? 3,
                        ["order"] = new JsonObject { [OrderPath(column)] = column.Params?.Text("orderDirection") ?? "desc" },
                    },
                };
            case "filters":
                JsonObject filters = [];
                foreach (JsonElement filter in column.Params?.Items("filters") ?? [])
                {
                    KueryText query = KueryText.Of(filter.Member("input"));
                    string label = filter.Text("label") is { Length: > 0 } text ? text : query.Query;
                    filters[label] = query.IsEmpty ? new JsonObject { ["match_all"] = new JsonObject() } : queries.Of(query);
                }

                return new JsonObject { ["filters"] = new JsonObject { ["filters"] = filters } };
            default:
                throw new AskException($"the column '{column.Id}' groups by '{column.Operation}', which is not translated");
        }
    }

    /// <summary>What a grouping's values are ordered by, as Elasticsearch names it.</summary>
    private string OrderPath(LensColumn group)
    {
        JsonElement? order = group.Params?.Member("orderBy");
        if (order?.Text("columnId") is not { } id || !layer.Columns.TryGetValue(id, out LensColumn? column))
            return "_key";
        string inner = column.Filter.IsEmpty ? id : $"{id}>{Inner}";
        return KindOf(column) switch
        {
            ColumnKind.Count => column.Filter.IsEmpty ? "_count" : id,
            ColumnKind.Percentile => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{inner}.{column.Params?.Number("percentile") ?? Median}"),
            _ => inner,
        };
    }
}
