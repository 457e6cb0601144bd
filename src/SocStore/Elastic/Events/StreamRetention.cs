using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Setup;

namespace SocStore.Elastic.Events;

/// <summary>
/// Deletes whole ingest days: backing indices that hold nothing else as a whole, which costs nothing, and the rest by query.
/// It also begins new backing indices in time, for servers that do not do it by themselves, so that there are whole ones to delete.
/// </summary>
internal sealed partial class StreamRetention(ElasticGateway gateway, EventStreams streams, StreamSearch search, ILogger logger)
{
    private const int MostDays = 10_000;

    /// <summary>Deletes what was taken in before that day (UTC); returns how many days went.</summary>
    public async Task<int> DeleteBeforeAsync(DateOnly firstKept, CancellationToken cancel)
    {
        await search.RefreshAsync(cancel).ConfigureAwait(false);
        int days = await CountDaysAsync(firstKept, cancel).ConfigureAwait(false);
        if (days > 0)
        {
            foreach (string index in await FindWholeAsync(firstKept, cancel).ConfigureAwait(false))
            {
                (await gateway.SendAsync(ElasticRequest.Delete(index).Expecting(404), cancel).ConfigureAwait(false)).Dispose();
                Log.Deleted(logger, index);
            }

            JsonObject query = new() { ["query"] = Before(firstKept) };
            ElasticRequest rest = ElasticRequest.Post($"{streams.All}/_delete_by_query?conflicts=proceed&refresh=true&ignore_unavailable=true&allow_no_indices=true", query);
            (await gateway.SendAsync(rest, cancel).ConfigureAwait(false)).Dispose();
        }

        await RollOverAsync(cancel).ConfigureAwait(false);
        return days;
    }

    private async Task<int> CountDaysAsync(DateOnly firstKept, CancellationToken cancel)
    {
        JsonObject body = new()
        {
            ["size"] = 0,
            ["query"] = Before(firstKept),
            ["aggs"] = new JsonObject { ["days"] = new JsonObject { ["terms"] = new JsonObject { ["field"] = "soc.day", ["size"] = MostDays } } },
        };
        using ElasticResponse answer = await SearchAsync(body, cancel).ConfigureAwait(false);
        return answer.Root.TryGetProperty("aggregations", out JsonElement found) ? found.GetProperty("days").GetProperty("buckets").GetArrayLength() : 0;
    }

    /// <summary>Backing indices, never the one that is written to, whose newest event is old enough.</summary>
    private async Task<List<string>> FindWholeAsync(DateOnly firstKept, CancellationToken cancel)
    {
        HashSet<string> closed = [];
        using (ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Get($"_data_stream/{streams.All}").Expecting(404), cancel).ConfigureAwait(false))
        {
            if (!answer.IsSuccess)
                return [];
            foreach (JsonElement stream in answer.Root.GetProperty("data_streams").EnumerateArray())
                closed.UnionWith(stream.GetProperty("indices").EnumerateArray().SkipLast(1).Select(static i => i.GetProperty("index_name").GetString()!));
        }

        if (closed.Count == 0)
            return [];
        JsonObject body = new()
        {
            ["size"] = 0,
            ["aggs"] = new JsonObject
            {
                ["indices"] = new JsonObject
                {
                    ["terms"] = new JsonObject { ["field"] = "_index", ["size"] = MostDays },
                    ["aggs"] = new JsonObject { ["newest"] = new JsonObject { ["max"] = new JsonObject { ["field"] = "soc.day" } } },
                },
            },
        };
        using ElasticResponse found = await SearchAsync(body, cancel).ConfigureAwait(false);
        double limit = new DateTimeOffset(firstKept, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return [.. found.Root.GetProperty("aggregations").GetProperty("indices").GetProperty("buckets").EnumerateArray()
            .Where(b => b.GetProperty("newest").GetProperty("value") is { ValueKind: JsonValueKind.Number } newest && newest.GetDouble() < limit)
            .Select(static b => b.GetProperty("key").GetString()!)
            .Where(closed.Contains)];
    }

    /// <summary>What has grown old or large begins anew; a stream whose conditions are not met stays as it is.</summary>
    private async Task RollOverAsync(CancellationToken cancel)
    {
        Retention retention = new(gateway.Options.RetentionDays);
        using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Get($"_data_stream/{streams.All}").Expecting(404), cancel).ConfigureAwait(false);
        if (!answer.IsSuccess)
            return;
        foreach (JsonElement stream in answer.Root.GetProperty("data_streams").EnumerateArray())
        {
            JsonObject conditions = new()
            {
                ["conditions"] = new JsonObject
                {
                    ["max_age"] = $"{retention.RolloverDays}d",
                    [gateway.Dialect.LargestShardCondition] = Retention.LargestShard,
                },
            };
            (await gateway.SendAsync(ElasticRequest.Post($"{stream.GetProperty("name").GetString()}/_rollover", conditions), cancel).ConfigureAwait(false)).Dispose();
        }
    }

    private Task<ElasticResponse> SearchAsync(JsonObject body, CancellationToken cancel) =>
        gateway.SendAsync(ElasticRequest.Post($"{streams.All}/_search?ignore_unavailable=true&allow_no_indices=true&allow_partial_search_results=false", body), cancel);

    private static JsonObject Before(DateOnly day) => new()
    {
        ["range"] = new JsonObject { ["soc.day"] = new JsonObject { ["lt"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) } },
    };

    private static partial class Log
    {
        [LoggerMessage(EventIds.IndexDeleted, LogLevel.Information, "The index {Index} held only events beyond their retention and is deleted")]
        public static partial void Deleted(ILogger logger, string index);
    }
}
