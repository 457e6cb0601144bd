using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Cases;
using SocStore.Elastic.Dsl;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.State;

/// <summary>
/// Dead letters and named documents on Elasticsearch or OpenSearch. Reads by name or id see every write at once; searches
/// refresh first, so they do too. Documents that are set together go in one request to one shard: no reader of a single name
/// sees half of one, but a node that dies amid may have taken only some.
/// </summary>
internal sealed class ElasticStateStore(ElasticGateway gateway) : IStateStore
{
    private const int MostSources = 10_000;

    /// <summary>Where the count has the letters that no source claimed; no source is called so.</summary>
    private const string NoSource = "\u0001";

    private readonly CaseReader _reader = new(gateway);
    private readonly string _letters = gateway.Options.IndexPrefix + StateIndices.LettersName;
    private readonly string _documents = gateway.Options.IndexPrefix + StateIndices.DocumentsName;

    public async ValueTask AddDeadLettersAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancel) => await BulkAsync(
        _letters,
        letters.Select(static l => (
            "update",
            LetterDocument.IdOf(l.Id),
            (JsonNode?)new JsonObject
            {
                ["script"] = new JsonObject { ["lang"] = "painless", ["source"] = "ctx._source.tries += 1" },
                ["upsert"] = LetterDocument.Of(l),
            })),
        cancel).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(DeadLetterQuery query, AgencyScope scope, CancellationToken cancel)
    {
        QueryRules.CheckLimit(query.Limit);
        List<DslQuery> parts = [Visible(scope)];
        if (query.Source is { } source)
            parts.Add(DslQuery.Term("source", source));
        if (query.Stage is { } stage)
            parts.Add(DslQuery.Term("stage", stage));
        if (query.Reason is { Length: > 0 } reason)
            parts.Add(DslQuery.Regexp("reason", $".*{LuceneExpression.Literal(reason.Length > LetterDocument.LongestSought ? reason[..LetterDocument.LongestSought] : reason)}.*"));
        if (query.Since is { } since)
            parts.Add(DslQuery.Range("received", null, ("gte", since.UtcTicks)));
        if (!query.WithReplayed)
            parts.Add(DslQuery.Not(DslQuery.Exists("replayed")));
        await RefreshAsync(_letters, cancel).ConfigureAwait(false);
        IReadOnlyList<string> order = query.OldestFirst ? ["received", "id"] : ["-received", "-id"];
        IReadOnlyList<object>? beyond = query.Beyond is { } place ? [place.ReceivedAt.UtcTicks, LetterDocument.IdOf(place.Id)] : null;
        (IReadOnlyList<JsonElement> hits, _) = await _reader.SearchAsync(StateIndices.LettersName, DslQuery.All(parts), order, query.Limit, beyond, cancel).ConfigureAwait(false);
        return [.. hits.Select(static h => LetterDocument.Read(h.GetProperty("_source"))).Where(l => query.Reason is null || l.Reason.Contains(query.Reason, StringComparison.Ordinal))];
    }

    public async ValueTask<DeadLetter?> GetDeadLetterAsync(EventId id, AgencyScope scope, CancellationToken cancel)
    {
        Dictionary<string, JsonElement> found = await _reader.GetAsync(StateIndices.LettersName, [LetterDocument.IdOf(id)], cancel).ConfigureAwait(false);
        return found.Count > 0 && LetterDocument.Read(found.Values.First()) is { } letter && scope.Sees(letter.Agency) ? letter : null;
    }

    public async ValueTask<long> CountDeadLettersAsync(AgencyScope scope, CancellationToken cancel)
    {
        await RefreshAsync(_letters, cancel).ConfigureAwait(false);
        DslQuery query = DslQuery.All([Visible(scope), DslQuery.Not(DslQuery.Exists("replayed"))]);
        (_, long total) = await _reader.SearchAsync(StateIndices.LettersName, query, [], 0, null, cancel).ConfigureAwait(false);
        return total;
    }

    public async ValueTask<IReadOnlyList<DeadLetterCount>> CountDeadLettersAsync(DateTimeOffset from, DateTimeOffset to, AgencyScope scope, CancellationToken cancel)
    {
        await RefreshAsync(_letters, cancel).ConfigureAwait(false);
        DslQuery query = DslQuery.All([Visible(scope), DslQuery.Range("received", null, ("gte", from.UtcTicks), ("lt", to.UtcTicks))]);
        JsonObject body = new()
        {
            ["size"] = 0,
            ["query"] = JsonNode.Parse(query.ToString()),
            ["aggs"] = new JsonObject
            {
                ["sources"] = new JsonObject
                {
                    ["terms"] = new JsonObject { ["field"] = "source", ["missing"] = NoSource, ["size"] = MostSources },
                    ["aggs"] = new JsonObject { ["dead"] = new JsonObject { ["missing"] = new JsonObject { ["field"] = "replayed" } } },
                },
            },
        };
        using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Post($"{_letters}/_search?allow_partial_search_results=false&filter_path=aggregations", body), cancel).ConfigureAwait(false);
        return
        [
            .. answer.Root.GetProperty("aggregations").GetProperty("sources").GetProperty("buckets").EnumerateArray()
                .Select(static b => new DeadLetterCount(
                    b.GetProperty("key").GetString() is { } key && key != NoSource ? key : null,
                    b.GetProperty("doc_count").GetInt64(),
                    b.GetProperty("dead").GetProperty("doc_count").GetInt64()))
                .OrderByDescending(static c => c.Count)
                .ThenBy(static c => c.Source, StringComparer.Ordinal),
        ];
    }

    public async ValueTask MarkReplayedAsync(IReadOnlyCollection<EventId> ids, DateTimeOffset at, CancellationToken cancel) => await BulkAsync(
        _letters,
        ids.Select(id => ("update", LetterDocument.IdOf(id), (JsonNode?)new JsonObject { ["doc"] = new JsonObject { ["replayed"] = at.UtcTicks } })),
        cancel).ConfigureAwait(false);

    public async ValueTask<string?> GetAsync(string name, CancellationToken cancel)
    {
        Dictionary<string, JsonElement> found = await _reader.GetAsync(StateIndices.DocumentsName, [CaseTerm.Of(name)], cancel).ConfigureAwait(false);
        return found.Count == 0 ? null : TextOf(found.Values.First());
    }

    public async ValueTask<IReadOnlyDictionary<string, string>> GetAllAsync(string prefix, CancellationToken cancel)
    {
        await RefreshAsync(_documents, cancel).ConfigureAwait(false);
        DslQuery query = prefix.Length == 0 ? DslQuery.MatchAll : DslQuery.Prefix("name", prefix);
        List<JsonElement> found = await _reader.SearchAllAsync(StateIndices.DocumentsName, query, ["name"], cancel).ConfigureAwait(false);
        return found.ToDictionary(static d => d.GetProperty("name").GetString()!, TextOf, StringComparer.Ordinal);
    }

    public async ValueTask SetAsync(IReadOnlyDictionary<string, string?> documents, CancellationToken cancel) => await BulkAsync(
        _documents,
        documents.Select(static d => d.Value is { } text
            ? ("index", CaseTerm.Of(d.Key), (JsonNode?)new JsonObject { ["name"] = d.Key, ["doc"] = new JsonObject { ["text"] = text } })
            : ("delete", CaseTerm.Of(d.Key), null)),
        cancel).ConfigureAwait(false);

    private static DslQuery Visible(AgencyScope scope) =>
        scope.SeesAll ? DslQuery.MatchAll
        : scope.Sees(scope.Agency!) ? DslQuery.Term("agency", scope.Agency!)
        : DslQuery.MatchNone;

    private static string TextOf(JsonElement source) => source.GetProperty("doc").GetProperty("text").GetString()!;

    private async Task RefreshAsync(string index, CancellationToken cancel)
    {
        using (await gateway.SendAsync(ElasticRequest.Post($"{index}/_refresh"), cancel).ConfigureAwait(false))
        {
        }
    }

    /// <summary>Sends operations of one index. To change or remove what is not there is no error.</summary>
    private async Task BulkAsync(string index, IEnumerable<(string Operation, string Id, JsonNode? Body)> operations, CancellationToken cancel)
    {
        foreach ((string Operation, string Id, JsonNode? Body)[] some in operations.Chunk(500))
        {
            ElasticRequest request = ElasticRequest.Lines($"{index}/_bulk?filter_path=items.*.status,items.*.error.type,items.*.error.reason", Lines(some)) with { MayRepeat = true };
            using ElasticResponse answer = await gateway.SendAsync(request, cancel).ConfigureAwait(false);
            foreach (JsonElement item in answer.Root.GetProperty("items").EnumerateArray())
            {
                JsonElement outcome = item.EnumerateObject().First().Value;
                if (outcome.TryGetProperty("error", out JsonElement error) && error.GetProperty("type").GetString() != "document_missing_exception")
                    throw ElasticException.Of($"Writing to {index}", outcome.GetProperty("status").GetInt32(), outcome);
            }
        }
    }

    private static ReadOnlyMemory<byte> Lines(IEnumerable<(string Operation, string Id, JsonNode? Body)> operations)
    {
        ArrayBufferWriter<byte> lines = new();
        foreach ((string operation, string id, JsonNode? body) in operations)
        {
            JsonObject meta = new() { ["_id"] = id };
            if (operation == "update")
                meta["retry_on_conflict"] = 20;
            lines.Write(JsonSerializer.SerializeToUtf8Bytes(new JsonObject { [operation] = meta }, ElasticJson.Options));
            lines.Write("\n"u8);
            if (body is null)
                continue;
            lines.Write(JsonSerializer.SerializeToUtf8Bytes(body, ElasticJson.Options));
            lines.Write("\n"u8);
        }

        return lines.WrittenMemory;
    }
}
