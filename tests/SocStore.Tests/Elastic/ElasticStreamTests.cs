using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Events;
using SocStore.Elastic.Gateway;
using SocTesting;
using SocTesting.Conditions;
using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic;

/// <summary>What only a store on a server has to keep: several processes, several backing indices, what a mapping refuses, what an operator does.</summary>
public abstract class ElasticStreamTests(ElasticClassSpace shared, SearchServer server) : IAsyncLifetime
{
    private readonly List<ElasticEventStore> _stores = [];
    private ElasticTestSpace? _space;

    private ElasticTestSpace Space => _space!;

    private string Stream => $"logs-generic-{Space.Options.Namespace}";

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
    public async Task Ten_thousand_foreign_keys_of_one_source_refuse_no_document_and_cost_no_field()
    {
        ElasticEventStore store = Open();
        JsonObject document = new() { ["message"] = "many keys", ["source"] = new JsonObject { ["ip"] = "192.0.2.7" }, ["labels"] = new JsonObject { ["team"] = "traffic" } };
        for (int i = 0; i < 10_000; i++)
            document[$"vendor{i % 7}.key{i}"] = i % 3 == 0 ? i : $"value {i}";
        Assert.Equal(new AppendOutcome(2, 0), await AppendAsync(store, 1, document.ToJsonString(), """{"message":"after","source":{"ip":"192.0.2.8"}}"""));
        await Space.RefreshAsync();
        Assert.Equal(["many keys"], await FindAsync(store, new AddressLeaf(FieldRef.Of("source.ip"), Network.Parse("192.0.2.7"))));
        Assert.Equal(["after"], await FindAsync(store, new AddressLeaf(FieldRef.Of("source.ip"), Network.Parse("192.0.2.8"))));
        Assert.Equal(["many keys"], await FindAsync(store, new TextLeaf(FieldRef.Of("vendor1.key9997"), TextPattern.Parse("VALUE 999*"))));
        Assert.Equal(["many keys"], await FindAsync(store, new TextLeaf(FieldRef.Of("labels.team"), TextPattern.Parse("traffic"))));
        using ElasticResponse mapping = await Space.Gateway.SendAsync(ElasticRequest.Get($"{Stream}/_mapping"), Cancel);
        Assert.DoesNotContain("vendor1", mapping.Root.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_documents_are_all_taken_and_come_back_as_they_were()
    {
        ElasticEventStore store = Open();
        string[] odd =
        [
            """{"source":"gateway","host":["a","b"],"process":{"pid":{"a":1}},"labels":"none","event":{"original":["x",{"y":1}]}}""",
            """{"soc":{"seq":7,"spool":"9","time":"never","agency":"soc","odd":"message"},"data_stream":{"dataset":"Other-Set","type":"x","namespace":"y"},"organization":{"id":"so-yt"}}""",
            """{"@timestamp":"2026-03-12T02:00:00.000Z","city":{"location":"10.77,106.70"},"source":{"geo":{"location":{"lat":"north","lon":106.7}}},"dns":{"answers":[{"name":"a"},{"name":{"b":1}}]}}""",
            """{"city":{"ot":{"write":"maybe"},"value":"1e999","location":"nowhere"},"a..b":1," ":2,".c":3,"d.":4,"file":{"size":"0x11"},"event":{"created":"yesterday"}}""",
            $$"""{"user":{"name":"{{new string('đ', 20_000)}}"},"url":{"full":"{{new string('u', 40_000)}}"},"vendor":{"long":"{{new string('v', 40_000)}}","equals=sign":"x"} }""",
        ];
        string[] documents = [.. Hostile.Take(Hostile.Document, 7, 200), .. odd];
        using EventBatch batch = Some.Batch(documents);
        AppendOutcome outcome = await store.AppendAsync(batch, new SpoolPosition(1, documents.Length), mayRepeat: false, Cancel);
        Assert.Null(outcome.Refused);
        Assert.Equal(documents.Length, outcome.Stored);
        using EventBatch read = await Open().ReadNewAsync(new SpoolPosition(1, 0), documents.Length, Cancel);
        Assert.Equal(documents.Length, read.Count);
        for (int i = 0; i < read.Count; i++)
        {
            Assert.Equal((batch[i].Id, batch[i].Sequence, batch[i].Spool, batch[i].Timestamp, batch[i].Created), (read[i].Id, read[i].Sequence, read[i].Spool, read[i].Timestamp, read[i].Created));
            Assert.Equal(batch[i].ToJson(), read[i].ToJson());
        }
    }

    [Fact]
    public async Task Search_and_matcher_agree_on_hostile_documents()
    {
        ElasticEventStore store = Open();
        using EventBatch batch = Some.Batch([.. Hostile.Take(Hostile.Document, 11, 120)]);
        await store.AppendAsync(batch, new SpoolPosition(1, 120), mayRepeat: false, Cancel);
        await Space.RefreshAsync();
        foreach (Condition condition in Hostile.Take(Hostile.Condition, 13, 60))
        {
            List<long> expected = [];
            for (int i = 0; i < batch.Count; i++)
            {
                if (ConditionMatcher.Matches(condition, batch[i]))
                    expected.Add(batch[i].Sequence);
            }

            EventPage page = await store.SearchAsync(All(condition, 500), AgencyScope.City, Cancel);
            using EventBatch found = page.Events;
            Assert.True(expected.Order().SequenceEqual(found.Headers.ToArray().Select(static h => h.Sequence).Order()), $"{condition}: {string.Join(' ', expected)}");
            Assert.Equal(expected.Count, await store.CountAsync(All(condition), AgencyScope.City, Cancel));
        }
    }

    [Fact]
    public async Task What_a_mapping_refuses_is_named_and_published_only_when_it_is_kept()
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
        using EventBatch batch = Some.Batch(
            """{"message":"good","event":{"dataset":"planted"},"user":{"id":"192.0.2.1"}}""",
            """{"message":"planted","event":{"dataset":"planted"},"user":{"id":"no address"}}""",
            """{"message":"elsewhere"}""");
        AppendOutcome outcome = await store.AppendAsync(batch, new SpoolPosition(1, 3), mayRepeat: false, Cancel);
        Assert.Equal(2, outcome.Stored);
        RefusedEvent refused = Assert.Single(outcome.Refused!);
        Assert.Equal(batch[1].Id, refused.Id);
        Assert.Contains("pars", refused.Type, StringComparison.Ordinal);
        Assert.Empty(await store.GetPublishedAsync(Cancel));
        Assert.Equal(new AppendOutcome(0, 0), await store.AppendAsync(EventBatch.Empty, new SpoolPosition(1, 3), mayRepeat: false, Cancel));
        foreach (ElasticEventStore reader in (ElasticEventStore[])[store, Open()])
        {
            using EventBatch read = await reader.ReadNewAsync(new SpoolPosition(1, 0), 10, Cancel);
            Assert.Equal([1L, 3L], read.Headers.ToArray().Select(static h => h.Sequence));
        }
    }

    [Fact]
    public async Task Stream_made_read_only_is_an_outage_and_goes_on_where_it_stood()
    {
        ElasticEventStore store = Open();
        await AppendAsync(store, 1, Line("before"));
        await BlockAsync(true);
        ElasticException outage = await Assert.ThrowsAsync<ElasticException>(() => AppendAsync(store, 2, Line("during")));
        Assert.True(outage.IsOutage);
        Assert.Equal([new SpoolPosition(1, 1)], await store.GetPublishedAsync(Cancel));
        await BlockAsync(false);
        Assert.Equal(new AppendOutcome(1, 0), await AppendAsync(store, 2, mayRepeat: true, Line("during")));
        await Space.RefreshAsync();
        Assert.Equal(2, await store.CountAsync(All(Condition.True), AgencyScope.City, Cancel));
    }

    [Fact]
    public async Task Batch_sent_again_after_a_rollover_is_stored_once()
    {
        ElasticEventStore store = Open();
        await AppendAsync(store, 1, Line("a"), Line("b"));
        (await Space.Gateway.SendAsync(ElasticRequest.Post($"{Stream}/_rollover"), Cancel)).Dispose();
        Assert.Equal(new AppendOutcome(1, 2), await AppendAsync(Open(), 1, mayRepeat: true, Line("a"), Line("b"), Line("c")));
        await Space.RefreshAsync();
        Assert.Equal(3, await store.CountAsync(All(Condition.True), AgencyScope.City, Cancel));
        using EventBatch read = await Open().ReadNewAsync(new SpoolPosition(1, 0), 10, Cancel);
        Assert.Equal([1L, 2L, 3L], read.Headers.ToArray().Select(static h => h.Sequence));
    }

    [Fact]
    public async Task Retention_deletes_a_whole_backing_index_as_one()
    {
        Microsoft.Extensions.Time.Testing.FakeTimeProvider clock = new(Some.Time);
        ElasticEventStore store = Open(clock);
        await AppendAsync(store, 1, Line("old"));
        (await Space.Gateway.SendAsync(ElasticRequest.Post($"{Stream}/_rollover"), Cancel)).Dispose();
        clock.Advance(TimeSpan.FromDays(3));
        await AppendAsync(store, 2, Line("new"));
        Assert.Equal(1, await store.DeleteBeforeAsync(DateOnly.FromDateTime(Some.Time.UtcDateTime).AddDays(1), Cancel));
        using ElasticResponse stream = await Space.Gateway.SendAsync(ElasticRequest.Get($"_data_stream/{Stream}"), Cancel);
        Assert.Equal(1, stream.Root.GetProperty("data_streams")[0].GetProperty("indices").GetArrayLength());
        Assert.Equal(["new"], await FindAsync(store, Condition.True));
    }

    [Fact]
    public async Task Another_process_reads_what_was_published_and_nothing_is_passed_over()
    {
        ElasticEventStore writer = Open();
        ElasticEventStore reader = Open();
        List<long> seen = [];
        SpoolPosition cursor = new(1, 0);
        Task writing = Task.Run(
            async () =>
            {
                for (int i = 0; i < 20; i++)
                    await AppendAsync(writer, (i * 25) + 1, [.. Enumerable.Range(0, 25).Select(n => Line($"{i}/{n}"))]);
            },
            Cancel);
        while (seen.Count < 500)
        {
            Assert.True(await reader.WaitForNewAsync([cursor], TimeSpan.FromMinutes(2), Cancel));
            using EventBatch batch = await reader.ReadNewAsync(cursor, 40, Cancel);
            seen.AddRange(batch.Headers.ToArray().Select(static h => h.Sequence));
            if (batch.Count > 0)
                cursor = cursor with { Sequence = seen[^1] };
        }

        await writing;
        Assert.Equal(Enumerable.Range(1, 500).Select(static i => (long)i), seen);
    }

    [Fact]
    public async Task Published_event_that_is_not_to_be_seen_is_told_until_it_is_noted()
    {
        await AppendAsync(Open(), 1, Line("a"), Line("gone"), Line("c"));
        await Space.RefreshAsync();
        (await Space.Gateway.SendAsync(ElasticRequest.Post($"{Stream}/_delete_by_query?refresh=true", JsonNode.Parse("""{"query":{"match":{"message":"gone"}}}""")!), Cancel)).Dispose();
        ElasticEventStore reader = Open();
        using EventBatch read = await reader.ReadNewAsync(new SpoolPosition(1, 0), 10, Cancel);
        Assert.Equal(2, read.Count);
        MissingEvents missing = Assert.Single(reader.Missing);
        Assert.Equal((1, 0L, 3L, 1L), (missing.Spool, missing.After, missing.UpTo, missing.Count));
        reader.Noted([missing]);
        Assert.Empty(reader.Missing);
    }

    private static string Line(string message) => new JsonObject { ["message"] = message }.ToJsonString();

    private static EventQuery All(Condition condition, int limit = 100) => new(condition, Some.Time.AddDays(-30), Some.Time.AddDays(30), limit);

    private static Task<AppendOutcome> AppendAsync(ElasticEventStore store, long first, params string[] documents) => AppendAsync(store, first, mayRepeat: false, documents);

    private static async Task<AppendOutcome> AppendAsync(ElasticEventStore store, long first, bool mayRepeat, params string[] documents)
    {
        using EventBatch batch = Some.Batch(1, first, documents);
        return await store.AppendAsync(batch, new SpoolPosition(1, first + documents.Length - 1), mayRepeat, Cancel);
    }

    private static async Task<string[]> FindAsync(ElasticEventStore store, Condition condition)
    {
        EventPage page = await store.SearchAsync(All(condition), AgencyScope.City, Cancel);
        using EventBatch batch = page.Events;
        return [.. Enumerable.Range(0, batch.Count).Select(i => batch[i].Text(EcsField.Message)!)];
    }

    private ElasticEventStore Open(TimeProvider? clock = null)
    {
        ElasticEventStore store = new(Space.Gateway, clock ?? TimeProvider.System, NullLogger.Instance);
        _stores.Add(store);
        return store;
    }

    private async Task BlockAsync(bool isBlocked) => (await Space.Gateway.SendAsync(
        ElasticRequest.Put($"{Stream}/_settings", new JsonObject { ["index.blocks.write"] = isBlocked ? isBlocked : null }), Cancel)).Dispose();
}
