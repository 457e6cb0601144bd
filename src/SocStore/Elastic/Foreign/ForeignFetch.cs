using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocCore.Events;
using SocStore.Elastic.Events;
using SocStore.Elastic.Gateway;

namespace SocStore.Elastic.Foreign;

/// <summary>Reads the documents of a plan, some pages at a time, and counts them as the server does.</summary>
internal sealed class ForeignFetch(ForeignSearch search, ForeignPlan plan, PointInTime view) : IAsyncDisposable
{
    private HashSet<EventId> _before = [];
    private JsonArray? _after;

    /// <summary>What is read.</summary>
    public ForeignPlan Plan { get; } = plan;

    /// <summary>Begin of a bucket → documents that were read; complete when there is no next page.</summary>
    public Dictionary<long, long> Fetched { get; } = [];

    /// <summary>Whether everything was read.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Reads a page and shows each of its documents once, with its id and the bucket of its first time.</summary>
    public async Task ReadAsync(Action<JsonElement, EventId, long> see, CancellationToken cancel)
    {
        (ElasticResponse page, _after) = await search.ReadAsync(view, Plan.Ranges, _after, cancel).ConfigureAwait(false);
        using (page)
        {
            // A page begins where the one before ended, so what comes twice was on that one.
            HashSet<EventId> here = [];
            foreach (JsonElement hit in StreamSearch.Hits(page).EnumerateArray())
            {
                EventId id = IdOf(hit);
                here.Add(id);
                if (_before.Contains(id))
                    continue;
                long first = long.MaxValue;
                foreach (long bucket in ForeignSearch.TimesOf(hit).Select(BucketOf).Distinct())
                {
                    if (!Plan.Counted.ContainsKey(bucket))
                        continue;
                    Fetched[bucket] = Fetched.GetValueOrDefault(bucket) + 1;
                    first = Math.Min(first, bucket);
                }

                see(hit, id, first == long.MaxValue ? Plan.From : first);
            }

            _before = here;
        }

        IsDone = _after is null;
    }

    /// <summary>The id of a document: of its index, which it keeps for ever, and its name there.</summary>
    public static EventId IdOf(JsonElement hit) => EventId.OfForeign(
        Encoding.UTF8.GetBytes(hit.GetProperty("_index").GetString()!), Encoding.UTF8.GetBytes(hit.GetProperty("_id").GetString()!));

    public ValueTask DisposeAsync() => view.DisposeAsync();

    private long BucketOf(long milliseconds)
    {
        long second = Math.DivRem(milliseconds, 1000, out long rest) - (rest < 0 ? 1 : 0);
        return second - (((second % Plan.Width) + Plan.Width) % Plan.Width);
    }
}
