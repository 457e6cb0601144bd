using System.Collections.Concurrent;
using System.Text.Json;
using SocCore.Storage;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Setup;

namespace SocStore.Elastic.Events;

/// <summary>
/// How far each spool is published: one document a spool, whose version is the position, so that no writer, late or repeated,
/// can set it back.
/// </summary>
internal sealed class PublishedPositions(ElasticGateway gateway, TimeProvider time)
{
    private const int MostSpools = 10_000;

    private readonly ConcurrentDictionary<short, SpoolProgress> _known = [];
    private readonly ConcurrentDictionary<short, SemaphoreSlim> _writing = [];
    private readonly string _index = StoreIndices.Positions.In(gateway.Options);

    /// <summary>What this process knows now.</summary>
    public IReadOnlyList<SpoolPosition> Known => [.. _known.Values.Select(static p => new SpoolPosition(p.Spool, p.Position)).OrderBy(static p => p.Spool)];

    /// <summary>What this process knows of a spool.</summary>
    public SpoolProgress Of(short spool) => _known.TryGetValue(spool, out SpoolProgress? known) ? known : new SpoolProgress(spool, []);

    /// <summary>Reads the document of a spool as it is, without waiting for a refresh.</summary>
    public async Task<SpoolProgress> LoadAsync(short spool, CancellationToken cancel)
    {
        using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Get($"{_index}/_doc/{spool}").Expecting(404), cancel).ConfigureAwait(false);
        if (answer.IsSuccess && answer.Root.TryGetProperty("_source", out JsonElement source))
            Take(SpoolProgress.Read(source));
        return Of(spool);
    }

    /// <summary>
    /// Publishes a position and the number of events that were stored for it; <paramref name="beforeVisible"/> runs just
    /// before this process knows. False when another writer of the spool is further: then it does not run.
    /// </summary>
    public async Task<bool> PublishAsync(SpoolPosition delivered, long stored, Action beforeVisible, CancellationToken cancel)
    {
        SemaphoreSlim gate = _writing.GetOrAdd(delivered.Spool, static _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            SpoolProgress known = _known.TryGetValue(delivered.Spool, out SpoolProgress? here) ? here : await LoadAsync(delivered.Spool, cancel).ConfigureAwait(false);
            if (known.Marks.Count > 0 && delivered.Sequence <= known.Position && stored == 0)
                return true;
            DateTimeOffset now = time.GetUtcNow();
            SpoolProgress next = known.With(new SpoolMark(Math.Max(known.Position, delivered.Sequence), known.Total + stored, now.ToUnixTimeMilliseconds()));
            ElasticRequest write = ElasticRequest.Put($"{_index}/_doc/{delivered.Spool}?version={next.Position}&version_type=external_gte", next.ToJson(now)).Expecting(409);
            using ElasticResponse answer = await gateway.SendAsync(write, cancel).ConfigureAwait(false);
            if (answer.Status == 409)
            {
                await LoadAsync(delivered.Spool, cancel).ConfigureAwait(false);
                return false;
            }

            beforeVisible();
            Take(next);
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Asks for what others published.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        (await gateway.SendAsync(ElasticRequest.Post($"{_index}/_refresh"), cancel).ConfigureAwait(false)).Dispose();
        using ElasticResponse answer = await gateway.SendAsync(ElasticRequest.Get($"{_index}/_search?size={MostSpools}&allow_partial_search_results=false"), cancel).ConfigureAwait(false);
        foreach (JsonElement hit in answer.Root.GetProperty("hits").GetProperty("hits").EnumerateArray())
            Take(SpoolProgress.Read(hit.GetProperty("_source")));
    }

    /// <summary>The further of two; what was read may be older than what this process wrote since.</summary>
    private void Take(SpoolProgress found) => _known.AddOrUpdate(
        found.Spool,
        static (_, f) => f,
        static (_, known, f) => f.Position > known.Position || (f.Position == known.Position && f.Total > known.Total) ? f : known,
        found);
}
