using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Dsl;
using SocStore.Elastic.Foreign;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Events;

/// <summary>Fetches events by id, over all backing indices, also such as were written a moment ago, and such of others as rules met.</summary>
internal static class EventsById
{
    private const int MostAtOnce = 5_000;

    public static async Task<EventBatch> GetAsync(StreamSearch search, ForeignEvidence foreign, IReadOnlyCollection<EventId> ids, AgencyScope scope, CancellationToken cancel)
    {
        HashSet<EventId> wanted = [.. ids.Where(static i => !i.IsForeign)];
        using EventBatchBuilder builder = new();
        await foreign.GetAsync([.. ids.Where(static i => i.IsForeign).Distinct()], scope, builder, cancel).ConfigureAwait(false);
        await FetchAsync(search, wanted, scope, builder, cancel).ConfigureAwait(false);
        if (wanted.Count > 0)
        {
            // What is new may not be visible to a search yet; unknown ids are rare enough to look twice.
            await search.RefreshAsync(cancel).ConfigureAwait(false);
            await FetchAsync(search, wanted, scope, builder, cancel).ConfigureAwait(false);
        }

        return builder.Build();
    }

    /// <summary>Adds what is found and takes it from the wanted ids.</summary>
    private static async Task FetchAsync(StreamSearch search, HashSet<EventId> wanted, AgencyScope scope, EventBatchBuilder builder, CancellationToken cancel)
    {
        foreach (EventId[] some in wanted.Chunk(MostAtOnce).ToArray())
        {
            DslQuery query = DslQuery.All([EventFilter.Of(scope), new IdsQuery(some)]);
            using ElasticResponse answer = await search.RunAsync(query, QueryRules.MostEvents, static body => body.WriteBoolean("track_total_hits", false), cancel).ConfigureAwait(false);
            using EventBatch found = StreamSearch.Read(StreamSearch.Hits(answer));
            for (int i = 0; i < found.Count; i++)
            {
                if (wanted.Remove(found[i].Id))
                    builder.Append(found[i]);
            }
        }
    }
}
