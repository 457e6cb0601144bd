using System.Buffers;
using System.Text;
using System.Text.Json;
using SocCore.Incidents;
using SocCore.Storage;
using SocStore.Cases;
using SocStore.Elastic.Dsl;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Cases;

/// <summary>Reads documents of the product's own indices: by id as they are now, by search as of the last refresh.</summary>
internal sealed class CaseReader(ElasticGateway gateway)
{
    private const int PageSize = 1_000;

    /// <summary>The documents of these ids that are there, by id.</summary>
    public async Task<Dictionary<string, JsonElement>> GetAsync(string index, IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        Dictionary<string, JsonElement> found = [];
        foreach (string[] some in ids.Chunk(PageSize))
        {
            byte[] body = JsonSerializer.SerializeToUtf8Bytes(new { ids = some }, ElasticJson.Options);
            using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Post($"{gateway.Options.IndexPrefix}{index}/_mget", body), cancel).ConfigureAwait(false);
            foreach (JsonElement document in answer.Root.GetProperty("docs").EnumerateArray())
            {
                if (document.TryGetProperty("found", out JsonElement isThere) && isThere.GetBoolean())
                    found[document.GetProperty("_id").GetString()!] = document.GetProperty("_source").Clone();
                else if (document.TryGetProperty("error", out JsonElement error))
                    throw new ElasticException($"'{index}' cannot be read: {error.GetProperty("reason").GetString()}. Run 'soc store setup'.");
            }
        }

        return found;
    }

    /// <summary>One page of a search: what its documents say, and the number of all that it finds.</summary>
    /// <param name="index">Where.</param>
    /// <param name="query">What.</param>
    /// <param name="sort">Fields in order, <c>-</c> before one that descends.</param>
    /// <param name="size">The most documents.</param>
    /// <param name="after">The sort values behind which it begins; null for the beginning.</param>
    /// <param name="cancel">Ends the search.</param>
    public async Task<(IReadOnlyList<JsonElement> Hits, long Total)> SearchAsync(
        string index, DslQuery query, IReadOnlyList<string> sort, int size, IReadOnlyList<object>? after, CancellationToken cancel)
    {
        ElasticRequest request = ElasticRequest.Post(
            $"{gateway.Options.IndexPrefix}{index}/_search?allow_partial_search_results=false&filter_path=hits.total.value,hits.hits._source,hits.hits.sort",
            Body(query, sort, size, after));
        using ElasticResponse answer = await gateway.SendAsync(request, cancel).ConfigureAwait(false);
        JsonElement hits = answer.Root.GetProperty("hits");
        return hits.TryGetProperty("hits", out JsonElement list)
            ? ([.. list.EnumerateArray().Select(static h => h.Clone())], hits.GetProperty("total").GetProperty("value").GetInt64())
            : ([], hits.GetProperty("total").GetProperty("value").GetInt64());
    }

    /// <summary>What all documents of a search say, page by page.</summary>
    public async Task<List<JsonElement>> SearchAllAsync(string index, DslQuery query, IReadOnlyList<string> sort, CancellationToken cancel)
    {
        List<JsonElement> all = [];
        IReadOnlyList<object>? after = null;
        while (true)
        {
            (IReadOnlyList<JsonElement> hits, _) = await SearchAsync(index, query, sort, PageSize, after, cancel).ConfigureAwait(false);
            all.AddRange(hits.Select(static h => h.GetProperty("_source")));
            if (hits.Count < PageSize)
                return all;
            after = [.. hits[^1].GetProperty("sort").EnumerateArray().Select(static v => (object)v)];
        }
    }

    /// <summary>Deletes everything that a search finds, what was written just now included.</summary>
    public async Task DeleteAsync(string index, DslQuery query, CancellationToken cancel)
    {
        string name = gateway.Options.IndexPrefix + index;
        using (await gateway.SendAsync(ElasticRequest.Post($"{name}/_refresh"), cancel).ConfigureAwait(false))
        using (await gateway.SendAsync(ElasticRequest.Post($"{name}/_delete_by_query?conflicts=proceed&refresh=true", Encoding.UTF8.GetBytes($"{{\"query\":{query}}}")), cancel).ConfigureAwait(false))
        {
        }
    }

    /// <summary>The kept object of a document.</summary>
    public static T Read<T>(JsonElement source) => StoredJson.Read<T>(source.GetProperty("doc").GetRawText());

    /// <summary>Which incidents a scope sees: every search over incidents has it.</summary>
    public static DslQuery Visible(AgencyScope scope) =>
        scope.SeesAll ? DslQuery.MatchAll
        : scope.Sees(scope.Agency!) ? DslQuery.Term("agencies", scope.Agency!)
        : DslQuery.MatchNone;

    /// <summary>Whether a scope sees the incident of a document.</summary>
    public static bool Sees(AgencyScope scope, JsonElement incident) =>
        scope.SeesAll || incident.GetProperty("agencies").EnumerateArray().Any(a => scope.Sees(a.GetString()!));

    private static ReadOnlyMemory<byte> Body(DslQuery query, IReadOnlyList<string> sort, int size, IReadOnlyList<object>? after)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, ElasticJson.Writer);
        writer.WriteStartObject();
        writer.WriteNumber("size", size);
        writer.WriteBoolean("track_total_hits", true);
        writer.WritePropertyName("query");
        query.Write(writer);
        writer.WriteStartArray("sort");
        foreach (string field in sort)
        {
            writer.WriteStartObject();
            writer.WriteString(field.TrimStart('-'), field.StartsWith('-') ? "desc" : "asc");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (after is not null)
        {
            writer.WritePropertyName("search_after");
            JsonSerializer.Serialize(writer, after, ElasticJson.Options);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
