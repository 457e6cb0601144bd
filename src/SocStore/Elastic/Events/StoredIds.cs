using System.Text.Json;
using System.Text.Json.Nodes;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Events;

/// <summary>
/// Asks which ids are stored, over all backing indices: a stream's answer to <c>create</c> knows its present one only.
/// </summary>
internal sealed class StoredIds(ElasticGateway gateway, EventStreams streams)
{
    private const int MostAtOnce = 5_000;

    /// <summary>Those of the ids that are stored, each with the spool and the sequence under which it is. Includes what was written a moment ago.</summary>
    public async Task<Dictionary<EventId, SpoolPosition>> FindAsync(IReadOnlyCollection<EventId> ids, CancellationToken cancel)
    {
        Dictionary<EventId, SpoolPosition> found = [];
        if (ids.Count == 0)
            return found;
        (await gateway.SendAsync(ElasticRequest.Post($"{streams.All}/_refresh?ignore_unavailable=true&allow_no_indices=true"), cancel).ConfigureAwait(false)).Dispose();
        foreach (EventId[] some in ids.Chunk(MostAtOnce))
        {
            JsonObject body = new()
            {
                ["size"] = 10_000,
                ["track_total_hits"] = false,
                ["_source"] = false,
                ["docvalue_fields"] = new JsonArray("soc.spool", "soc.seq"),
                ["query"] = Query(some),
            };
            using ElasticResponse answer = await gateway.SendAsync(
                ElasticRequest.Post($"{streams.All}/_search?ignore_unavailable=true&allow_no_indices=true&allow_partial_search_results=false", body), cancel).ConfigureAwait(false);
            foreach (JsonElement hit in StreamSearch.Hits(answer).EnumerateArray())
            {
                if (EventId.TryParse(hit.GetProperty("_id").GetString(), out EventId id))
                    found.TryAdd(id, PositionOf(hit));
            }
        }

        return found;
    }

    /// <summary>A query for ids.</summary>
    public static JsonObject Query(IEnumerable<EventId> ids) =>
        new() { ["ids"] = new JsonObject { ["values"] = new JsonArray([.. ids.Select(static i => (JsonNode)i.ToString())]) } };

    private static SpoolPosition PositionOf(JsonElement hit)
    {
        if (!hit.TryGetProperty("fields", out JsonElement fields)
            || !fields.TryGetProperty("soc.spool", out JsonElement spool)
            || !fields.TryGetProperty("soc.seq", out JsonElement sequence))
        {
            return default;
        }

        return new SpoolPosition(short.Parse(spool[0].GetString()!, System.Globalization.CultureInfo.InvariantCulture), sequence[0].GetInt64());
    }
}
