using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Events;
using SocStore.Elastic.Gateway;
using SocTesting;
using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic;

/// <summary>Batches that are written before the ones in front of them are published.</summary>
public abstract class ElasticAheadTests(ElasticClassSpace shared, SearchServer server) : IAsyncLifetime
{
    private readonly List<ElasticEventStore> _stores = [];
    private ElasticTestSpace? _space;

    private ElasticTestSpace Space => _space!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _space = await shared.GetAsync(server);

    public async ValueTask DisposeAsync()
    {
        foreach (ElasticEventStore store in _stores)
            store.Dispose();
        await shared.ClearAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Nobody_reads_what_is_written_ahead_before_its_turn()
    {
        ElasticEventStore store = Open();
        using EventBatch first = Lines(1, "a", "b");
        using EventBatch second = Lines(3, "c", "d", "e");
        await store.WriteAheadAsync(second, mayRepeat: false, Cancel);
        await Space.RefreshAsync();
        Assert.Empty(await store.GetPublishedAsync(Cancel));
        Assert.Empty(await ReadAsync(Open()));
        Assert.Equal(new AppendOutcome(2, 0), await store.AppendAsync(first, new SpoolPosition(1, 2), mayRepeat: false, Cancel));
        await FindsAsync(store, 1, 2);
        await FindsAsync(Open(), 1, 2);
        Assert.Equal(new AppendOutcome(3, 0), await store.AppendAsync(second, new SpoolPosition(1, 5), mayRepeat: false, Cancel));
        await FindsAsync(store, 1, 2, 3, 4, 5);
        await FindsAsync(Open(), 1, 2, 3, 4, 5);
    }

    [Fact]
    public async Task Process_that_ends_behind_a_write_ahead_delivers_it_again_and_it_is_stored_once()
    {
        using (EventBatch lost = Lines(3, "c", "d", "e"))
        {
            await Open().WriteAheadAsync(lost, mayRepeat: false, Cancel);
        }

        (await Space.Gateway.SendAsync(ElasticRequest.Post($"logs-generic-{Space.Options.Namespace}/_rollover"), Cancel)).Dispose();
        ElasticEventStore next = Open();
        using EventBatch first = Lines(1, "a", "b");
        using EventBatch second = Lines(3, "c", "d", "e");
        Task ahead = next.WriteAheadAsync(second, mayRepeat: true, Cancel).AsTask();
        Assert.Equal(2, (await next.AppendAsync(first, new SpoolPosition(1, 2), mayRepeat: true, Cancel)).Stored);
        await ahead;
        await next.AppendAsync(second, new SpoolPosition(1, 5), mayRepeat: true, Cancel);
        await Space.RefreshAsync();
        await FindsAsync(next, 1, 2, 3, 4, 5);
        await FindsAsync(Open(), 1, 2, 3, 4, 5);
    }

    [Fact]
    public async Task One_record_in_two_batches_that_are_under_way_at_once_is_stored_and_read_once()
    {
        ElasticEventStore store = Open();
        using EventBatch first = Lines(1, "a", "b");
        using EventBatch second = Again(first, 3, "c");
        Task ahead = store.WriteAheadAsync(second, mayRepeat: false, Cancel).AsTask();
        AppendOutcome before = await store.AppendAsync(first, new SpoolPosition(1, 2), mayRepeat: false, Cancel);
        await ahead;
        AppendOutcome behind = await store.AppendAsync(second, new SpoolPosition(1, 5), mayRepeat: false, Cancel);
        Assert.Equal((3, 2), (before.Stored + behind.Stored, before.Duplicates + behind.Duplicates));
        Assert.Equal(3, (await ReadAsync(store)).Length);
        Assert.Equal(3, (await ReadAsync(Open())).Length);
    }

    [Fact]
    public async Task Write_ahead_that_is_refused_in_part_says_so_when_it_is_appended()
    {
        JsonObject template = new()
        {
            ["index_patterns"] = new JsonArray($"logs-planted-{Space.Options.Namespace}"),
            ["priority"] = 900,
            ["data_stream"] = new JsonObject(),
            ["composed_of"] = new JsonArray($"{Space.Options.IndexPrefix}ecs"),
            ["template"] = new JsonObject { ["mappings"] = new JsonObject { ["properties"] = new JsonObject { ["user"] = new JsonObject { ["properties"] = new JsonObject { ["id"] = new JsonObject { ["type"] = "ip" } } } } } },
        };
        (await Space.Gateway.SendAsync(ElasticRequest.Put($"_index_template/{Space.Options.IndexPrefix}planted", template), Cancel)).Dispose();
        ElasticEventStore store = Open();
        using EventBatch batch = Some.Batch("""{"message":"good","event":{"dataset":"planted"}}""", """{"message":"odd","event":{"dataset":"planted"},"user":{"id":"no address"}}""");
        await store.WriteAheadAsync(batch, mayRepeat: false, Cancel);
        AppendOutcome outcome = await store.AppendAsync(batch, new SpoolPosition(1, 2), mayRepeat: false, Cancel);
        Assert.Equal((1, batch[1].Id), (outcome.Stored, Assert.Single(outcome.Refused!).Id));
        Assert.Empty(await store.GetPublishedAsync(Cancel));
        await store.AppendAsync(EventBatch.Empty, new SpoolPosition(1, 2), mayRepeat: false, Cancel);
        await FindsAsync(store, 1);
    }

    private static EventBatch Lines(long first, params string[] messages) =>
        Some.Batch(1, first, [.. messages.Select(static m => new JsonObject { ["message"] = m }.ToJsonString())]);

    /// <summary>The same records, received again under later positions, and one more.</summary>
    private static EventBatch Again(EventBatch records, long first, string another)
    {
        using EventBatchBuilder builder = new();
        using EventBatch rest = Lines(first + records.Count, another);
        for (int i = 0; i <= records.Count; i++)
        {
            EcsEvent source = i < records.Count ? records[i] : rest[0];
            builder.Begin();
            EcsJsonReader.Read(System.Text.Encoding.UTF8.GetBytes(source.ToJson()), builder);
            builder.Commit(source.Id, 1, first + i, source.Timestamp.UtcTicks, source.Created.UtcTicks);
        }

        return builder.Build();
    }

    private static async Task FindsAsync(ElasticEventStore store, params long[] sequences) => Assert.Equal(sequences, await ReadAsync(store));

    private static async Task<long[]> ReadAsync(ElasticEventStore store)
    {
        using EventBatch read = await store.ReadNewAsync(new SpoolPosition(1, 0), 100, Cancel);
        return [.. read.Headers.ToArray().Select(static h => h.Sequence)];
    }

    private ElasticEventStore Open()
    {
        ElasticEventStore store = new(Space.Gateway, TimeProvider.System, NullLogger.Instance);
        _stores.Add(store);
        return store;
    }
}
