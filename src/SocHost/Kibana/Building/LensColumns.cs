using System.Text.Json.Nodes;
using SocCore.Events;
using SocHost.Kibana.Content;

namespace SocHost.Kibana.Building;

/// <summary>The columns of a Lens layer: each grouping and each measure is one, groupings first.</summary>
internal sealed class LensColumns(string language)
{
    private const string Over = "over";

    /// <summary>The name under which Lens counts documents.</summary>
    public const string Records = "___records___";

    /// <summary>The id of the column of the horizontal axis.</summary>
    public static string OverId => Over;

    /// <summary>The id of a grouping's column.</summary>
    public static string ById(int index) => $"by-{index + 1}";

    /// <summary>The id of a measure's column.</summary>
    public static string ValueId(int index) => $"value-{index + 1}";

    /// <summary>The columns of a panel, in their order.</summary>
    public IReadOnlyList<(string Id, JsonObject Column)> Of(ChartPanel panel, DataViewSource view)
    {
        List<(string, JsonObject)> columns = [.. panel.By.Select((b, i) => (ById(i), Bucket(b, panel, view)))];
        // Time is divided last, so that the most frequent values are those of the whole range; any other axis is chosen first.
        if (panel.Over is { } over)
            columns.Insert(over.Kind == BucketKind.Time ? columns.Count : 0, (Over, Bucket(over, panel, view)));
        columns.AddRange(panel.Values.Select((v, i) => (ValueId(i), Measure(v, view))));
        return columns;
    }

    private JsonObject Bucket(BucketSource bucket, ChartPanel panel, DataViewSource view) => bucket.Kind switch
    {
        BucketKind.Time => Column(bucket.Title, "date", "date_histogram", "interval", isBucketed: true, bucket.Field, new JsonObject
        {
            ["interval"] = "auto",
            ["includeEmptyRows"] = true,
            ["dropPartials"] = false,
        }),
        BucketKind.Filters => Column(bucket.Title, "string", "filters", "ordinal", isBucketed: true, null, new JsonObject
        {
            ["filters"] = new JsonArray([.. bucket.Filters.Select(f => (JsonNode)new JsonObject
            {
                ["input"] = ObjectWriter.Kuery(f.Query),
                ["label"] = f.Title.In(language),
            })]),
        }),
        _ => Column(bucket.Title, DataType(bucket.Field!, view), "terms", "ordinal", isBucketed: true, bucket.Field, new JsonObject
        {
            ["size"] = bucket.Top,
            ["orderBy"] = OrderBy(panel),
            ["orderDirection"] = OrdersByValue(panel, out _) ? "desc" : "asc",
            ["otherBucket"] = false,
            ["missingBucket"] = false,
            ["parentFormat"] = new JsonObject { ["id"] = "terms" },
            ["include"] = new JsonArray(),
            ["exclude"] = new JsonArray(),
            ["includeIsRegex"] = false,
            ["excludeIsRegex"] = false,
        }),
    };

    private static JsonObject OrderBy(ChartPanel panel) => OrdersByValue(panel, out int value)
        ? new JsonObject { ["type"] = "column", ["columnId"] = ValueId(value) }
        : new JsonObject { ["type"] = "alphabetical" };

    /// <summary>Values are ordered by the first measure that can order them; a newest document's value cannot.</summary>
    private static bool OrdersByValue(ChartPanel panel, out int value)
    {
        for (value = 0; value < panel.Values.Count; value++)
        {
            if (panel.Values[value].Kind is not (MeasureKind.Last or MeasureKind.Median) && panel.Values[value].Where.Length == 0)
                return true;
        }

        return false;
    }

    private JsonObject Measure(MeasureSource measure, DataViewSource view)
    {
        (string operation, JsonObject parameters) = measure.Kind switch
        {
            MeasureKind.Count => ("count", new JsonObject { ["emptyAsNull"] = true }),
            MeasureKind.Unique => ("unique_count", new JsonObject { ["emptyAsNull"] = true }),
            MeasureKind.Sum => ("sum", new JsonObject { ["emptyAsNull"] = true }),
            MeasureKind.Last => ("last_value", new JsonObject { ["sortField"] = view.TimeField, ["showArrayValues"] = false }),
            var kind => (kind.ToString().ToLowerInvariant(), new JsonObject()),
        };
        if (measure.Format is { } format)
            parameters["format"] = new JsonObject { ["id"] = format, ["params"] = new JsonObject { ["decimals"] = format == "number" ? 0 : 1 } };
        string type = measure.Kind == MeasureKind.Last ? DataType(measure.Field!, view) : "number";
        string scale = type switch { "number" => "ratio", "date" => "interval", _ => "ordinal" };
        JsonObject column = Column(measure.Title, type, operation, scale, isBucketed: false, measure.Field ?? Records, parameters);
        // A newest value is that of the newest document that has one.
        string where = measure.Kind == MeasureKind.Last && measure.Where.Length == 0 ? $"{LocalField.In(measure.Field!, language)}: *" : measure.Where;
        if (where.Length > 0)
            column["filter"] = ObjectWriter.Kuery(where);
        return column;
    }

    private JsonObject Column(LocalText title, string dataType, string operation, string scale, bool isBucketed, string? field, JsonObject parameters)
    {
        JsonObject column = new()
        {
            ["label"] = title.In(language),
            ["customLabel"] = true,
            ["dataType"] = dataType,
            ["operationType"] = operation,
            ["isBucketed"] = isBucketed,
            ["scale"] = scale,
        };
        if (field is not null)
            column["sourceField"] = LocalField.In(field, language);
        column["params"] = parameters;
        return column;
    }

    private string DataType(string field, DataViewSource view) => view.Fields.TryType(LocalField.In(field, language), out FieldType type) ? type switch
    {
        FieldType.Long or FieldType.Double => "number",
        FieldType.Boolean => "boolean",
        FieldType.Date => "date",
        FieldType.Address => "ip",
        _ => "string",
    } : "string";
}
