using System.Text.Json;
using System.Text.Json.Nodes;
using SocHost.Kibana.Content;
using SocHost.Kibana.Lens;
using SocHost.Kibana.Objects;

namespace SocHost.Kibana.Asking;

/// <summary>The query side of questions to one data view: what must hold of the documents.</summary>
internal sealed class QueryDsl
{
    private readonly IndexFields _fields;
    private readonly string _timeField;
    private readonly DateTimeOffset _now;

    /// <param name="view">The data view's attributes.</param>
    /// <param name="now">What <c>now</c> means in queries.</param>
    public QueryDsl(JsonElement view, DateTimeOffset now)
    {
        Index = view.Text("title") ?? "";
        _timeField = view.Text("timeFieldName") ?? throw new AskException($"the data view over '{Index}' names no time");
        _fields = IndexFields.TryOf(Index, out IndexFields? fields) ? fields : throw new AskException($"the data view is over '{Index}', where nothing of ours is; its fields are unknown");
        _now = now;
    }

    /// <summary>The indices.</summary>
    public string Index { get; }

    /// <summary>One query.</summary>
    public JsonObject Of(KueryText query) => query.IsKuery
        ? KueryDsl.Of(query.Query, _fields, _now)
        : new JsonObject { ["query_string"] = new JsonObject { ["query"] = query.Query } };

    /// <summary>A time range, and all queries and filters.</summary>
    public JsonObject All(string from, string to, IEnumerable<KueryText> queries, IEnumerable<JsonElement> filters)
    {
        JsonArray must = [new JsonObject { ["range"] = new JsonObject { [_timeField] = new JsonObject { ["gte"] = from, ["lte"] = to } } }];
        foreach (KueryText query in queries.Where(static q => !q.IsEmpty))
            must.Add(Of(query));
        JsonArray mustNot = [];
        foreach (JsonElement filter in filters)
        {
            JsonElement? meta = filter.Member("meta");
            if (meta?.Flag("disabled") == true)
                continue;
            if (filter.Member("query") is not { } query)
                throw new AskException($"the filter on '{meta?.Text("key")}' has no query; only filters with one are translated");
            (meta?.Flag("negate") == true ? mustNot : must).Add(JsonNode.Parse(query.GetRawText()));
        }

        return new JsonObject { ["bool"] = new JsonObject { ["filter"] = must, ["must_not"] = mustNot } };
    }
}
