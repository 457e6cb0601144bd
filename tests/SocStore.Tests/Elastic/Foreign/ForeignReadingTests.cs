using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Events;
using SocStore.Elastic.Foreign;
using SocStore.Elastic.Gateway;
using SocTesting;
using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic.Foreign;

/// <summary>Events of others on a real server: each is read once, what comes late is found and listed, and no trouble of a feed stops another.</summary>
public abstract class ForeignReadingTests(SearchServers servers, SearchServer server)
{
    private static readonly ForeignPattern Beat = new() { Name = "beat", Pattern = "beat-NS-*", Agency = "so-gtvt", System = "infra" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_document_is_read_once_whichever_time_it_has()
    {
        await using ForeignDesk desk = await ForeignDesk.MakeAsync(servers, server, Beat);
        await desk.WriteAsync("beat", ForeignDesk.At(-30, "a"), ForeignDesk.At(-20, "b", isIngested: true), ForeignDesk.At(-20.5, "c"));
        Assert.Equal(["a", "b", "c"], await desk.ReadAsync());
        Assert.Empty(await desk.ReadAsync());
        await desk.WriteAsync("beat", ForeignDesk.At(-20.4, "d"), ForeignDesk.At(5, "e", isIngested: true));
        Assert.Equal(["d", "e"], await desk.ReadAsync());
        Assert.Empty(await desk.ReadAsync());
        Assert.DoesNotContain(desk.Ledger, static r => r.Kind is "late" or "failed");
    }

    [Fact]
    public async Task What_the_store_wrote_itself_is_never_read()
    {
        await using ForeignDesk desk = await ForeignDesk.MakeAsync(servers, server, Beat with { Pattern = "*-NS-*" }, new ForeignPattern { Pattern = "logs-*" });
        using ElasticEventStore store = new(desk.Space.Gateway, desk.Clock, NullLogger.Instance);
        using EventBatch own = Some.Batch(1, 1, """{"message":"own","event":{"dataset":"own"}}""");
        await store.AppendAsync(own, new SpoolPosition(1, 1), mayRepeat: false, Cancel);
        // A copy that lies under another name is told by its spool.
        await desk.WriteAsync("beat", ForeignDesk.At(-1, "other"), """{"@timestamp":"2026-03-12T01:59:59Z","message":"copied","soc":{"spool":"1"}}""");
        await desk.Space.RefreshAsync();
        Assert.Equal(["other"], (await desk.ReadAsync()).Where(static m => m is "own" or "other" or "copied"));
    }

    [Fact]
    public async Task Document_that_becomes_visible_after_the_overlap_is_read_within_the_hour_and_listed_as_late()
    {
        await using ForeignDesk desk = await ForeignDesk.MakeAsync(servers, server, Beat);
        await desk.WriteAsync("beat", ForeignDesk.At(-3600, "before the feed"), ForeignDesk.At(-10, "in time"));
        Assert.Equal(["in time"], await desk.ReadAsync());
        Assert.Equal(1, Assert.Single(desk.Ledger, static r => r.Kind == "skipped").Count);
        await desk.WriteAsync("beat", ForeignDesk.At(-1200, "late 1"), ForeignDesk.At(-1190, "late 2", isIngested: true), ForeignDesk.At(-3600, "late 3"));
        Assert.Empty(await desk.ReadAsync());
        desk.Clock.Advance(TimeSpan.FromMinutes(61));
        // Of the minute of the third, the one that was there is read again, and is no late one.
        Assert.Equal(["again before the feed", "again late 1", "again late 2", "again late 3"], await desk.ReadAsync());
        LedgerRow row = Assert.Single(desk.Ledger, static r => r.Kind == "late");
        Assert.Equal(("foreign/beat × so-gtvt", 3L), (row.Subject, row.Count));
        Assert.Equal((Some.Time.AddSeconds(-3600), Some.Time.AddSeconds(-1140)), (row.From, row.To));
        desk.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Empty(await desk.ReadAsync());
        Assert.Single(desk.Ledger, static r => r.Kind == "late");
    }

    [Fact]
    public async Task Successor_begins_where_the_last_commit_ended_and_takes_what_it_cannot_tell_apart_for_repeats()
    {
        await using ForeignDesk desk = await ForeignDesk.MakeAsync(servers, server, Beat);
        await desk.WriteAsync("beat", ForeignDesk.At(-30, "a"), ForeignDesk.At(-20, "b"));
        await desk.ReadAsync();
        await desk.CrashAsync();
        Assert.Empty(await desk.ReadAsync());
        await desk.CrashAsync();
        await desk.WriteAsync("beat", ForeignDesk.At(-20, "c"), ForeignDesk.At(3, "d"));
        // Everybody is away for longer than the overlap.
        desk.Clock.Advance(TimeSpan.FromHours(3));
        await desk.WriteAsync("beat", ForeignDesk.At(7200, "e"));
        Assert.Equal(["again b", "again c", "d", "e"], await desk.ReadAsync());
        Assert.Empty(await desk.ReadAsync());
        Assert.DoesNotContain(desk.Ledger, static r => r.Kind == "late");
    }

    [Fact]
    public async Task Neither_a_rollover_nor_an_update_in_place_brings_an_event_again()
    {
        await using ForeignDesk desk = await ForeignDesk.MakeAsync(servers, server, Beat with { Pattern = "*-NS-*" });
        string stream = desk.Index("beat");
        string template = $"_index_template/{desk.Space.Options.IndexPrefix}beat";
        await desk.SendAsync(HttpMethod.Put, template, new JsonObject { ["index_patterns"] = new JsonArray(stream), ["data_stream"] = new JsonObject(), ["priority"] = 900 }.ToJsonString());
        try
        {
            await desk.WriteAsync("beat", ForeignDesk.At(-30, "a"), ForeignDesk.At(-20, "b"));
            IReadOnlyList<string> names = await desk.WriteAsync("plain", ForeignDesk.At(-30, "c"));
            Assert.Equal(["a", "b", "c"], await desk.ReadAsync());
            await desk.SendAsync(HttpMethod.Post, $"{stream}/_rollover");
            await desk.SendAsync(HttpMethod.Put, $"{desk.Index("plain")}/_doc/{names[0]}?refresh=true", ForeignDesk.At(-29, "c, changed"));
            await desk.WriteAsync("beat", ForeignDesk.At(-20, "d"));
            (string message, bool isRepeat, EventId id) = Assert.Single(await desk.ReadEventsAsync());
            Assert.Equal(("d", false), (message, isRepeat));
            using ElasticEventStore store = new(desk.Space.Gateway, desk.Clock, NullLogger.Instance);
            using EventBatch evidence = await store.GetAsync([id], AgencyScope.Of("so-gtvt"), Cancel);
            Assert.Equal("d", evidence[0].Text(EcsField.Message));
        }
        finally
        {
            await desk.SendAsync(HttpMethod.Delete, $"_data_stream/{stream}");
            await desk.SendAsync(HttpMethod.Delete, template);
        }
    }

    [Fact]
    public async Task Thousands_of_documents_of_one_moment_on_several_shards_are_read_once_in_bounded_batches()
    {
        await using ForeignDesk desk = await ForeignDesk.MakeAsync(servers, server, Beat);
        await desk.MakeIndexAsync("beat", """{"settings":{"number_of_shards":3}}""");
        string[] expected = [.. Enumerable.Range(0, 9_500).Select(static i => $"m{i:D5}")];
        await desk.WriteAsync("beat", [.. expected.Select(static m => ForeignDesk.At(-10, m))]);
        Assert.Equal(expected, await desk.ReadAsync());
        Assert.InRange(desk.Largest, 1, 5_200);
        Assert.Equal(9_500, desk.Reading!.Remembered);
        desk.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(await desk.ReadAsync());
        Assert.Equal(0, desk.Reading!.Remembered);
    }

    [Fact]
    public async Task Feed_that_finds_no_index_or_closed_ones_or_fails_is_listed_and_stops_no_other()
    {
        await using ForeignDesk desk = await ForeignDesk.MakeAsync(
            servers, server, new ForeignPattern { Name = "none", Pattern = "none-NS-*" }, new ForeignPattern { Name = "shut", Pattern = "shut-NS-*" },
            new ForeignPattern { Name = "odd", Pattern = "odd-NS-*" }, Beat);
        await desk.WriteAsync("shut", ForeignDesk.At(-5, "shut"));
        await desk.SendAsync(HttpMethod.Post, $"{desk.Index("shut")}/_close");
        await desk.MakeIndexAsync("odd", """{"mappings":{"properties":{"@timestamp":{"type":"keyword"}}}}""");
        await desk.WriteAsync("odd", ForeignDesk.At(-5, "odd"));
        await desk.WriteAsync("beat", ForeignDesk.At(-5, "good"));
        Assert.Equal(["good"], await desk.ReadAsync());
        Assert.Contains("No index that the key may see has a name such as 'none-", Assert.Single(desk.Ledger, static r => r is { Kind: "blind", Subject: "foreign/none × unassigned" }).Text, StringComparison.Ordinal);
        Assert.Contains("/_open", Assert.Single(desk.Ledger, static r => r is { Kind: "failed", Subject: "foreign/shut × unassigned" }).Text, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Single(desk.Ledger, static r => r is { Kind: "failed", Subject: "foreign/odd × unassigned" }).Text, StringComparison.Ordinal);
        await desk.SendAsync(HttpMethod.Post, $"{desk.Index("shut")}/_open");
        await desk.WriteAsync("none", ForeignDesk.At(20, "no more"));
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["no more", "shut"], await desk.ReadAsync());
    }

    [Fact]
    public async Task Documents_that_cannot_be_events_are_counted_and_listed_and_lose_no_other()
    {
        await using ForeignDesk desk = await ForeignDesk.MakeAsync(servers, server, Beat);
        await desk.ReadAsync();
        string deep = string.Concat(Enumerable.Repeat("""{"a":""", 80)) + "1" + new string('}', 80);
        await desk.MakeIndexAsync("beat", """{"mappings":{"properties":{"deep":{"type":"object","enabled":false}}}}""");
        await desk.WriteAsync(
            "beat",
            ForeignDesk.At(5, "good"), """{"message":"no time"}""", """{"message":"no time either"}""",
            $$"""{"@timestamp":"2026-03-12T02:00:06Z","message":"deep","deep":{{deep}}}""",
            """{"event":{"ingested":"2026-03-12T02:00:06Z"},"message":"only ingested"}""");
        Assert.Equal(["good", "only ingested"], await desk.ReadAsync());
        LedgerRow unreadable = Assert.Single(desk.Ledger, static r => r is { Kind: "skipped", Text: { } text } && text.Contains("cannot be read", StringComparison.Ordinal));
        Assert.Equal(1, unreadable.Count);
        desk.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Empty(await desk.ReadAsync());
        Assert.Equal(2, Assert.Single(desk.Ledger, static r => r is { Kind: "skipped", Text: { } text } && text.Contains("neither @timestamp", StringComparison.Ordinal)).Count);
    }

    [Fact]
    public async Task Evidence_is_found_by_id_by_whom_it_belongs_to_alone()
    {
        await using ForeignDesk desk = await ForeignDesk.MakeAsync(servers, server, Beat, new ForeignPattern { Name = "city", Pattern = "city-NS-*" });
        await desk.WriteAsync("beat", """{"@timestamp":"2026-03-12T01:59:50.1234567Z","message":"a","source.ip":"192.0.2.7","organization":{"id":"so-yt"},"soc":{"source":"claimed"}}""");
        await desk.WriteAsync("city", ForeignDesk.At(-5, "b"));
        EventId[] ids = [.. (await desk.ReadEventsAsync()).Select(static r => r.Id)];
        using ElasticEventStore store = new(desk.Space.Gateway, desk.Clock, NullLogger.Instance);
        using EventBatch all = await store.GetAsync(ids, AgencyScope.City, Cancel);
        Assert.Equal(2, all.Count);
        using EventBatch theirs = await store.GetAsync([.. ids, new EventId(1, 1)], AgencyScope.Of("so-gtvt"), Cancel);
        EcsEvent one = theirs[0];
        Assert.Equal(1, theirs.Count);
        Assert.Equal(
            ("a", "192.0.2.7", "so-gtvt", "so-yt", "foreign/beat", "infra", "foreign.beat"),
            (one.Text(EcsField.Message), one.Text(EcsField.SourceIp), one.Text(EcsField.OrganizationId), one.Text(EcsField.SocClaimedAgency), one.Text(EcsField.SocSource), one.Text(EcsField.CitySystem), one.Text(EcsField.EventDataset)));
        Assert.Equal(new DateTimeOffset(2026, 3, 12, 1, 59, 50, TimeSpan.Zero).AddTicks(1234567), one.Timestamp);
        Assert.True(one.Id.IsForeign);
        Assert.Equal(EventId.OfForeign(System.Text.Encoding.UTF8.GetBytes(desk.Index("beat")), "d1"u8), one.Id);
        using EventBatch none = await store.GetAsync(ids, AgencyScope.Of("so-yt"), Cancel);
        Assert.Equal(0, none.Count);
        await store.DeleteBeforeAsync(DateOnly.FromDateTime(Some.Time.UtcDateTime).AddDays(1), Cancel);
        using EventBatch gone = await store.GetAsync(ids, AgencyScope.City, Cancel);
        Assert.Equal(0, gone.Count);
    }
}
