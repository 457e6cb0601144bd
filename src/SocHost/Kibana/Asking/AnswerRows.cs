using System.Text.Json;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Asking;

/// <summary>
/// Reads a server's answer to a panel's question as the rows that would be drawn: a value a column. A group without documents
/// is no row, and neither is one without any value.
/// </summary>
internal static class AnswerRows
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(PanelQuestion question, JsonElement answer)
    {
        List<IReadOnlyDictionary<string, string>> rows = [];
        if (answer.Member("aggregations") is null && question.Columns.All(static c => c.Kind == ColumnKind.Field))
        {
            foreach (JsonElement hit in answer.Path("hits")?.Items("hits") ?? [])
                rows.Add(question.Columns.Select(c => (c.Id, Value: FirstField(hit, c.Id))).Where(static v => v.Value is not null).ToDictionary(static v => v.Id, static v => v.Value!));
            return rows;
        }

        long all = answer.Path("hits", "total", "value") is { } total ? total.GetInt64() : 0;
        Walk(question, [.. question.Groups], 0, answer.Member("aggregations") ?? default, all, [], rows);
        return rows;
    }

    private static void Walk(PanelQuestion question, AskedColumn[] groups, int depth, JsonElement level, long documents, Dictionary<string, string> keys, List<IReadOnlyDictionary<string, string>> rows)
    {
        if (documents == 0)
            return;
        if (depth == groups.Length)
        {
            Dictionary<string, string> row = new(keys);
            foreach (AskedColumn column in question.Columns.Where(static c => c.Kind != ColumnKind.Group))
            {
                if (Value(column, level, documents) is { } value)
                    row[column.Id] = value;
            }

            if (row.Count > keys.Count)
                rows.Add(row);
            return;
        }

        foreach ((string key, JsonElement bucket) in Buckets(level, groups[depth].Id))
            Walk(question, groups, depth + 1, bucket, bucket.Member("doc_count")?.GetInt64() ?? 0, new Dictionary<string, string>(keys) { [groups[depth].Id] = key }, rows);
    }

    private static IEnumerable<(string Key, JsonElement Bucket)> Buckets(JsonElement level, string id) => level.Member(id)?.Member("buckets") switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(static b => (b.Text("key_as_string") ?? b.GetProperty("key").ToString(), b)),
        { ValueKind: JsonValueKind.Object } named => named.EnumerateObject().Select(static b => (b.Name, b.Value)),
        _ => [],
    };

    private static string? Value(AskedColumn column, JsonElement level, long documents)
    {
        JsonElement? at = level.ValueKind == JsonValueKind.Object ? level.Member(column.Id) : null;
        if (column.IsFiltered)
        {
            documents = at?.Member("doc_count")?.GetInt64() ?? 0;
            at = at?.Member(LensAggregations.Inner);
        }

        return column.Kind switch
        {
            ColumnKind.Count when at is null => documents > 0 ? documents.ToString(System.Globalization.CultureInfo.InvariantCulture) : null,
            ColumnKind.Percentile => at?.Members("values").Select(static v => v.Value).Where(static v => v.ValueKind == JsonValueKind.Number).Select(static v => v.GetRawText()).FirstOrDefault(),
            ColumnKind.Newest => at?.Path("hits") is { } hits ? hits.Items("hits").SelectMany(static h => h.Members("fields")).Select(static f => f.Value[0].ToString()).FirstOrDefault() : null,
            _ => at?.Member("value") is { } number && number.GetRawText() != "0" ? number.GetRawText() : null,
        };
    }

    private static string? FirstField(JsonElement hit, string name) =>
        hit.Member("fields")?.Member(name) is { ValueKind: JsonValueKind.Array } values && values.GetArrayLength() > 0 ? values[0].ToString() : null;
}
