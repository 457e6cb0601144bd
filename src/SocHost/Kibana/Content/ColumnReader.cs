using SocCore.Events;
using SocCore.Yaml;

namespace SocHost.Kibana.Content;

/// <summary>Reads how a panel groups and what it measures.</summary>
internal sealed class ColumnReader(ContentScope scope)
{
    private const string Time = "time";
    private const int UsualTop = 10;

    private static readonly Dictionary<string, MeasureKind> OfField = new()
    {
        ["unique"] = MeasureKind.Unique,
        ["sum"] = MeasureKind.Sum,
        ["average"] = MeasureKind.Average,
        ["median"] = MeasureKind.Median,
        ["min"] = MeasureKind.Min,
        ["max"] = MeasureKind.Max,
        ["last"] = MeasureKind.Last,
    };

    /// <summary>What may be measured.</summary>
    public static IReadOnlyList<string> Words { get; } = ["count", .. OfField.Keys];

    /// <summary>The groupings under a key: <c>time</c>, a field, or a mapping; one or a list.</summary>
    public IReadOnlyList<BucketSource> Buckets(ContentReader reader, string key, DataViewSource view) =>
        [.. Nodes(reader, key).Select(n => Bucket(reader, n, key, view)).OfType<BucketSource>()];

    /// <summary>The measures under <c>values</c>: <c>count</c>, or a mapping; one or a list.</summary>
    public IReadOnlyList<MeasureSource> Measures(ContentReader reader, DataViewSource view) =>
        [.. Nodes(reader, "values").Select(n => Measure(reader, n, view)).OfType<MeasureSource>()];

    private static IEnumerable<YamlNode> Nodes(ContentReader reader, string key) => reader.Shape.Node(key) switch
    {
        null => [],
        YamlList list => list.Items,
        var one => [one],
    };

    private BucketSource? Bucket(ContentReader reader, YamlNode node, string key, DataViewSource view)
    {
        if (node is YamlScalar scalar)
        {
            if (scalar.Text == Time)
                return new BucketSource(BucketKind.Time, view.TimeField, 0, reader.Label(view.TimeField, scope, node.Position), []);
            return reader.Has(view.Fields, scalar.Text, node.Position)
                ? new BucketSource(BucketKind.Field, scalar.Text, UsualTop, reader.Label(scalar.Text, scope, node.Position), [])
                : null;
        }

        if (reader.Reader(node, key) is not { } inner)
            return null;
        BucketSource? bucket = inner.Shape.Node("filters") is not null ? Filters(inner, view) : FieldOf(inner, view);
        inner.Shape.Close($"A grouping under '{key}'");
        return bucket;
    }

    private BucketSource? FieldOf(ContentReader reader, DataViewSource view)
    {
        string? field = reader.Shape.Text("field", required: true);
        long top = reader.Shape.Integer("top") ?? UsualTop;
        LocalText? title = reader.Local("title", required: false);
        if (top is < 1 or > 1000)
            reader.Shape.Problem(reader.At("top"), $"'top: {top}' does not fit; use 1 to 1000.");
        if (field is null || !reader.Has(view.Fields, field, reader.At("field")))
            return null;
        return new BucketSource(BucketKind.Field, field, (int)top, title ?? reader.Label(field, scope, reader.At("field")), []);
    }

    private static BucketSource? Filters(ContentReader reader, DataViewSource view)
    {
        LocalText? title = reader.Local("title");
        List<NamedQuery> filters = [];
        foreach (ContentReader item in reader.Items("filters"))
        {
            string query = item.Query("query", view.Fields);
            LocalText? name = item.Local("title");
            item.Shape.Close("A named query");
            if (name is not null)
                filters.Add(new NamedQuery(query, name));
        }

        return title is null || filters.Count == 0 ? null : new BucketSource(BucketKind.Filters, null, 0, title, filters);
    }

    private MeasureSource? Measure(ContentReader reader, YamlNode node, DataViewSource view)
    {
        if (node is YamlScalar { Text: "count" })
            return new MeasureSource(MeasureKind.Count, null, "", scope.CountLabel, null);
        if (node is YamlScalar scalar)
        {
            reader.Shape.Problem(node.Position, $"'{scalar.Text}' is no measure; write count, or a mapping with one of {string.Join(", ", Words)}.");
            return null;
        }

        if (reader.Reader(node, "values") is not { } inner)
            return null;
        MeasureSource? measure = MeasureOf(inner, view);
        inner.Shape.Close("A measure");
        return measure;
    }

    private MeasureSource? MeasureOf(ContentReader reader, DataViewSource view)
    {
        string where = reader.Query("where", view.Fields);
        LocalText? title = reader.Local("title", required: false);
        string? format = reader.Shape.Word("format", ["number", "bytes", "percent"]);
        if (reader.Shape.Boolean("count") is not null)
            return new MeasureSource(MeasureKind.Count, null, where, title ?? scope.CountLabel, format);
        string[] kinds = [.. OfField.Keys.Where(k => reader.Shape.Node(k) is not null)];
        if (kinds is not [var kind])
        {
            reader.Shape.Problem(reader.Shape.Map.Position, $"A measure has one of {string.Join(", ", Words)}; this one has {kinds.Length}.");
            return null;
        }

        string field = reader.Shape.Text(kind) ?? "";
        if (title is null)
            reader.Shape.Problem(reader.Shape.Map.Position, $"'title' is missing; say in both languages what the {kind} of '{field}' is.");
        if (!reader.Has(view.Fields, field, reader.At(kind)) || title is null)
            return null;
        MeasureKind measure = OfField[kind];
        if (measure is MeasureKind.Sum or MeasureKind.Average or MeasureKind.Median or MeasureKind.Min or MeasureKind.Max
            && view.Fields.TryType(field, out FieldType type) && type is not (FieldType.Long or FieldType.Double))
            reader.Shape.Problem(reader.At(kind), $"The {kind} of '{field}' cannot be taken: it is no number ({type}).");
        return new MeasureSource(measure, field, where, title, format);
    }
}
