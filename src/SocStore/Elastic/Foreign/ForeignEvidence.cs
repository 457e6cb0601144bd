using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Cases;
using SocStore.Elastic.Dsl;
using SocStore.Elastic.Gateway;
using EventId = SocCore.Events.EventId;

namespace SocStore.Elastic.Foreign;

/// <summary>Where the foreign events lie that rules met: an id says nothing of it, and an incident cites ids.</summary>
internal sealed partial class ForeignEvidence(ElasticGateway gateway, ILogger logger)
{
    private const int MostAtOnce = 1_000;

    private readonly CaseReader _reader = new(gateway);
    private readonly CaseBulk _bulk = new(gateway);

    /// <summary>Keeps places; what is there already stays as it was.</summary>
    public async Task KeepAsync(IReadOnlyCollection<(EventId Id, ForeignPlace Place)> places, DateTimeOffset at, CancellationToken cancel)
    {
        if (places.Count == 0)
            return;
        await _bulk.WriteAsync(
            [
                .. places.Select(p => new PendingDocument(ForeignIndices.Evidence.Name, p.Id.ToString(), 1, CaseDocuments.Write(JsonSerializer.Serialize(p.Place), w =>
                {
                    w.WriteNumber("at", at.UtcTicks);
                    w.WriteString("agency", p.Place.Origin.Agency ?? AgencyScope.Unassigned);
                }))),
            ],
            cancel).ConfigureAwait(false);
    }

    /// <summary>Adds the events of these ids that are there and that the scope sees. An index that is gone or must not be read has none.</summary>
    public async Task GetAsync(IReadOnlyCollection<EventId> ids, AgencyScope scope, EventBatchBuilder builder, CancellationToken cancel)
    {
        foreach (EventId[] some in ids.Chunk(MostAtOnce))
        {
            Dictionary<string, JsonElement> kept = await _reader.GetAsync(ForeignIndices.Evidence.Name, [.. some.Select(static i => i.ToString())], cancel).ConfigureAwait(false);
            List<(EventId Id, ForeignPlace Place)> places = [];
            foreach (EventId id in some)
            {
                if (kept.TryGetValue(id.ToString(), out JsonElement place) && scope.Sees(place.GetProperty("agency").GetString()!))
                    places.Add((id, place.GetProperty("doc").Deserialize<ForeignPlace>()!));
            }

            if (places.Count > 0)
                await FetchAsync(places, builder, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets places that were kept before that time.</summary>
    public Task DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancel) =>
        _reader.DeleteAsync(ForeignIndices.Evidence.Name, DslQuery.Range("at", null, ("lt", time.UtcTicks)), cancel);

    private async Task FetchAsync(List<(EventId Id, ForeignPlace Place)> places, EventBatchBuilder builder, CancellationToken cancel)
    {
        JsonArray wanted = [];
        foreach ((_, ForeignPlace place) in places)
        {
            JsonObject document = new() { ["_index"] = place.Index, ["_id"] = place.Id };
            if (place.Routing is not null)
                document["routing"] = place.Routing;
            wanted.Add(document);
        }

        try
        {
            using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Post("_mget", new JsonObject { ["docs"] = wanted }), cancel).ConfigureAwait(false);
            int at = 0;
            foreach (JsonElement document in answer.Root.GetProperty("docs").EnumerateArray())
            {
                (EventId id, ForeignPlace place) = places[at++];
                if (document.TryGetProperty("found", out JsonElement found) && found.GetBoolean())
                    ForeignDocument.Read(document, id, place.Origin, builder);
            }
        }
        catch (ElasticException e) when (e.Failure is ElasticFailure.Denied or ElasticFailure.NotFound or ElasticFailure.Blocked)
        {
            Log.EvidenceDenied(logger, places.Count, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ForeignEvidenceDenied, LogLevel.Warning, "{Count} foreign events that are evidence cannot be shown: {Reason}")]
        public static partial void EvidenceDenied(ILogger logger, int count, string reason);
    }
}
