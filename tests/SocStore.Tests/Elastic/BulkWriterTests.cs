using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Events;
using SocStore.Elastic.Events;
using SocStore.Elastic.Gateway;
using SocTesting;
using Xunit;

namespace SocStore.Tests.Elastic;

public sealed class BulkWriterTests
{
    private static readonly DateOnly Day = new(2026, 3, 12);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<int, string, string, string> Fates => new()
    {
        { 201, "", "", "Stored" },
        { 200, "", "", "Stored" },
        { 409, "version_conflict_engine_exception", "", "Existing" },
        { 429, "es_rejected_execution_exception", "", "Busy" },
        { 429, "circuit_breaking_exception", "", "Busy" },
        { 503, "unavailable_shards_exception", "", "Busy" },
        { 503, "process_cluster_event_timeout_exception", "", "Busy" },
        { 502, "", "", "Busy" },
        { 400, "document_parsing_exception", "", "Refused" },
        { 400, "mapper_parsing_exception", "", "Refused" },
        { 400, "strict_dynamic_mapping_exception", "", "Refused" },
        { 400, "illegal_argument_exception", "Limit of total fields [1000] has been exceeded", "Refused" },
        { 400, "illegal_argument_exception", "pipeline with id [x] does not exist", "Outage" },
        { 403, "cluster_block_exception", "", "Outage" },
        { 403, "security_exception", "", "Outage" },
        { 401, "security_exception", "", "Outage" },
        { 404, "index_not_found_exception", "", "Outage" },
        { 500, "exception", "", "Outage" },
    };

    [Theory]
    [MemberData(nameof(Fates))]
    public void Item_of_an_answer_has_one_fate(int status, string type, string reason, string fate) =>
        Assert.Equal(fate, BulkAnswer.FateOf(status, type, reason).ToString());

    [Fact]
    public async Task Only_what_was_not_taken_is_sent_again()
    {
        int round = 0;
        using AnsweringWire wire = new((_, body) => Interlocked.Increment(ref round) == 1
            ? (200, Items(body, static i => i switch { 1 => 429, 2 => 409, _ => 201 }))
            : (200, Items(body, static _ => 201)));
        BulkFates fates = await WriteAsync(wire, 4);
        Assert.Equal([ItemFate.Stored, ItemFate.Stored, ItemFate.Existing, ItemFate.Stored], fates.All.ToArray());
        Assert.Equal([4, 1], Bulks(wire).Select(static b => Lines(b.Body) / 2));
        Assert.Contains("\"message\":\"1\"", Bulks(wire)[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whole_request_refused_for_too_much_work_is_sent_again_and_fewer_run_at_once()
    {
        int round = 0;
        using AnsweringWire wire = new((_, body) => Interlocked.Increment(ref round) == 1
            ? (429, """{"error":{"type":"es_rejected_execution_exception","reason":"too much"},"status":429}""")
            : (200, Items(body, static _ => 201)));
        using ElasticGateway gateway = Gateway(wire);
        BulkWriter writer = Writer(gateway);
        Assert.Equal(2, writer.Concurrency);
        using EventBatch batch = Batch(3);
        BulkFates fates = new(batch);
        await writer.WriteAsync(batch, fates, Day, Cancel);
        Assert.Equal(3, fates.CountOf(ItemFate.Stored));
        Assert.Equal(1, writer.Concurrency);
    }

    [Fact]
    public async Task Request_that_is_too_large_is_halved_until_the_one_event_is_found()
    {
        using AnsweringWire wire = new((_, body) => body.Contains("\"message\":\"5\"", StringComparison.Ordinal)
            ? (413, "")
            : (200, Items(body, static _ => 201)));
        BulkFates fates = await WriteAsync(wire, 8);
        Assert.Equal(7, fates.CountOf(ItemFate.Stored));
        Assert.Equal(ItemFate.Refused, fates.All[5]);
        Assert.Equal("request_entity_too_large", Assert.Single(fates.Refused).Type);
    }

    [Fact]
    public async Task Failure_store_counts_as_refused()
    {
        using AnsweringWire wire = new(static (_, _) => (200, """{"errors":false,"items":[{"create":{"status":201,"failure_store":"used"}}]}"""));
        BulkFates fates = await WriteAsync(wire, 1);
        Assert.Equal("failure_store", Assert.Single(fates.Refused).Type);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(401, """{"error":{"type":"security_exception","reason":"key is expired"},"status":401}""")]
    [InlineData(404, """{"error":{"type":"index_not_found_exception","reason":"no such index"},"status":404}""")]
    [InlineData(200, """{"errors":true,"items":[{"create":{"status":403,"error":{"type":"cluster_block_exception","reason":"read-only"}}}]}""")]
    [InlineData(200, """{"errors":false,"items":[]}""")]
    public async Task Trouble_of_the_store_is_thrown_and_no_event_is_given_up(int status, string body)
    {
        using AnsweringWire wire = new((_, _) => (status, body));
        using ElasticGateway gateway = Gateway(wire);
        using EventBatch batch = Batch(1);
        BulkFates fates = new(batch);
        await Assert.ThrowsAsync<ElasticException>(() => Writer(gateway).WriteAsync(batch, fates, Day, Cancel));
        Assert.Equal(ItemFate.Open, fates.All[0]);
        Assert.Empty(fates.Refused);
    }

    [Fact]
    public async Task Requests_are_bounded_by_count_and_by_bytes()
    {
        using AnsweringWire wire = new(static (_, body) => (200, Items(body, static _ => 201)));
        BulkFates fates = await WriteAsync(wire, 1_000, static o => o with { BulkEvents = 300, BulkBytes = 64 << 10 });
        Assert.Equal(1_000, fates.CountOf(ItemFate.Stored));
        Assert.Equal(1_000, Bulks(wire).Sum(static b => Lines(b.Body) / 2));
        Assert.All(Bulks(wire), static b => Assert.InRange(b.Body.Length, 1, (64 << 10) + 1_000));
        Assert.All(Bulks(wire), static b => Assert.InRange(Lines(b.Body) / 2, 1, 300));
    }

    [Fact]
    public async Task One_stream_is_in_the_path_and_several_in_the_lines()
    {
        using AnsweringWire wire = new(static (_, body) => (200, Items(body, static _ => 201)));
        using ElasticGateway gateway = Gateway(wire);
        foreach (string[] documents in (string[][])
        [
            ["""{"message":"a","event":{"dataset":"soc.app"}}""", """{"message":"b","event":{"dataset":"soc.app"}}"""],
            ["""{"message":"a","event":{"dataset":"soc.app"}}""", """{"message":"b","event":{"dataset":"UPPER-case/../x"}}"""],
        ])
        {
            using EventBatch batch = Some.Batch(documents);
            await Writer(gateway).WriteAsync(batch, new BulkFates(batch), Day, Cancel);
        }

        IReadOnlyList<(string Path, string Body)> sent = Bulks(wire);
        Assert.StartsWith("/logs-soc.app-city/_bulk?", sent[0].Path, StringComparison.Ordinal);
        Assert.DoesNotContain("_index", sent[0].Body, StringComparison.Ordinal);
        Assert.StartsWith("/_bulk?", sent[1].Path, StringComparison.Ordinal);
        Assert.Contains("{\"create\":{\"_index\":\"logs-upper_case_.._x-city\",\"_id\":\"", sent[1].Body, StringComparison.Ordinal);
        Assert.All(sent, static s => Assert.Contains("require_data_stream=true", s.Path, StringComparison.Ordinal));
        Assert.All(sent, static s => Assert.EndsWith("}\n", s.Body, StringComparison.Ordinal));
    }

    [Fact]
    public void Concurrency_grows_by_one_after_a_hundred_good_requests_and_halves_when_it_is_too_much()
    {
        BulkGate gate = new(most: 5);
        for (int i = 0; i < 1_000; i++)
            gate.Good();
        Assert.Equal(5, gate.Limit);
        gate.Busy();
        Assert.Equal(2, gate.Limit);
        gate.Busy();
        gate.Busy();
        Assert.Equal(1, gate.Limit);
    }

    private static async Task<BulkFates> WriteAsync(AnsweringWire wire, int count, Func<ElasticOptions, ElasticOptions>? change = null)
    {
        using ElasticGateway gateway = Gateway(wire, change);
        using EventBatch batch = Batch(count);
        BulkFates fates = new(batch);
        await Writer(gateway).WriteAsync(batch, fates, Day, Cancel);
        return fates;
    }

    private static ElasticGateway Gateway(AnsweringWire wire, Func<ElasticOptions, ElasticOptions>? change = null)
    {
        ElasticOptions options = new() { Retries = 0 };
        return new ElasticGateway(change?.Invoke(options) ?? options, TimeProvider.System, NullLoggerFactory.Instance, wire);
    }

    private static BulkWriter Writer(ElasticGateway gateway) =>
        new(gateway, new EventIndex(), new EventStreams(gateway.Options), TimeProvider.System, NullLogger.Instance);

    private static EventBatch Batch(int count) => Some.Batch([.. Enumerable.Range(0, count).Select(static i => new JsonObject { ["message"] = $"{i}" }.ToJsonString())]);

    private static IReadOnlyList<(string Path, string Body)> Bulks(AnsweringWire wire) => [.. wire.Requests.Where(static r => r.Path.Contains("_bulk", StringComparison.Ordinal))];

    private static int Lines(string body) => body.AsSpan().Count('\n');

    /// <summary>An answer for each action line; the status by its place.</summary>
    private static string Items(string body, Func<int, int> status)
    {
        JsonArray items = [];
        for (int i = 0; i < Lines(body) / 2; i++)
        {
            JsonObject item = new() { ["status"] = status(i) };
            if (status(i) >= 300)
                item["error"] = new JsonObject { ["type"] = "t", ["reason"] = "r" };
            items.Add(new JsonObject { ["create"] = item });
        }

        return new JsonObject { ["errors"] = true, ["items"] = items }.ToJsonString();
    }
}
