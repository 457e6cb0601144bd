using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Cases;
using SocStore.Elastic.Events;
using SocStore.Elastic.Foreign;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Reports;
using SocStore.Elastic.Setup;
using SocStore.Elastic.State;
using SocTesting;
using SocTesting.Elastic;
using SocTesting.Storage;
using Xunit;

namespace SocStore.Tests.Elastic;

/// <summary>Every form of call that the store sends is one of the published API: path, method, parameters, parts of the body.</summary>
public sealed class PublishedApiTests(SearchServers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_call_is_one_that_the_published_specification_knows()
    {
        PublishedApi api = await PublishedApi.GetAsync(Cancel);
        using RecordingWire wire = new();
        await using (ElasticTestSpace space = await ElasticTestSpace.MakeAsync(servers, SearchServer.Elasticsearch, watch: wire, with: Foreign))
        {
            await new StatusReading(space.Gateway, NullLogger.Instance).ReadAsync(Cancel);
            await UseEventsAsync(space);
            await UseCasesAsync(space);
            await UseStateAsync(space);
            await UseReportsAsync(space);
            await UseForeignAsync(space);
            await space.SetUpAsync();
        }

        Dictionary<string, string> forms = [];
        foreach ((string method, string path, string body, bool isLines) in wire.Calls)
        {
            if (api.Check(method, path, body, isLines) is { } problem)
                forms.TryAdd($"{method} {path.Split('?')[0]}: {problem}", path);
        }

        Assert.Empty(forms);
        foreach (string form in (string[])["/_bulk", "/_pit", "/_delete_by_query", "/_rollover", "/_simulate_index", "/_refresh", "version_type=external_gte", "/_resolve/index/", "/_mget", "/_ingest/pipeline/", "/_settings", "/_create/"])
            Assert.Contains(wire.Calls, c => c.Path.Contains(form, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_that_is_none_is_told()
    {
        PublishedApi api = await PublishedApi.GetAsync(Cancel);
        Assert.Equal("there is no such call", api.Check("POST", "/logs-a-b/_point_in_time", "", isLines: false));
        Assert.Equal("it has no parameter 'keepalive'", api.Check("POST", "/logs-a-b/_pit?keepalive=1m", "", isLines: false));
        Assert.Equal("its body has no 'querry'", api.Check("POST", "/logs-a-b/_search", """{"querry":{}}""", isLines: false));
        Assert.Null(api.Check("POST", "/logs-a-b/_search?allow_no_indices=true", """{"query":{},"aggs":{}}""", isLines: false));
    }

    private static async Task UseEventsAsync(ElasticTestSpace space)
    {
        using ElasticEventStore store = new(space.Gateway, TimeProvider.System, NullLogger.Instance);
        using EventBatch batch = Some.Batch("""{"message":"one","event":{"dataset":"a"}}""", """{"message":"two","event":{"dataset":"b"}}""");
        await store.AppendAsync(batch, new SpoolPosition(1, 2), mayRepeat: false, Cancel);
        await store.AppendAsync(batch, new SpoolPosition(1, 2), mayRepeat: true, Cancel);
        EventQuery query = new(new RegexLeaf(FieldRef.Of("message"), "^o"), Some.Time.AddDays(-1), Some.Time.AddDays(1), 1);
        (await store.SearchAsync(query, AgencyScope.Of("so-gtvt"), Cancel)).Events.Dispose();
        EventPage page = await store.SearchAsync(query, AgencyScope.City, Cancel);
        page.Events.Dispose();
        await store.CountAsync(query, AgencyScope.City, Cancel);
        await store.GetHistogramAsync(query, TimeSpan.FromHours(1), AgencyScope.City, Cancel);
        await store.GetTopAsync(query, EcsField.UserName, 5, AgencyScope.City, Cancel);
        (await store.GetAsync([batch[0].Id, new EventId(1, 1)], AgencyScope.City, Cancel)).Dispose();
        using ElasticEventStore other = new(space.Gateway, TimeProvider.System, NullLogger.Instance);
        (await other.ReadNewAsync(new SpoolPosition(1, 0), 1, Cancel)).Dispose();
        await other.DeleteBeforeAsync(DateOnly.MaxValue, Cancel);
    }

    private static async Task UseCasesAsync(ElasticTestSpace space)
    {
        using ElasticCaseStore cases = new(space.Gateway, TimeProvider.System, NullLoggerFactory.Instance);
        await cases.CommitAsync(
            new DetectCommit
            {
                ExpectedCursors = [],
                Cursors = [new SpoolPosition(1, 2)],
                Detections = [SomeCases.Detection(1, SomeCases.Uid(1))],
                Incidents = [(SomeCases.Incident(1), 0, SomeCases.Change())],
                State = new Dictionary<string, string> { ["watermark"] = "1" },
                DropMatchesBefore = Some.Time,
            },
            Cancel);
        await cases.GetCursorsAsync(Cancel);
        await cases.GetStateAsync("watermark", Cancel);
        await cases.GetMatchesAsync("rule", "logic", Some.Time, Some.Time.AddDays(1), Cancel);
        await cases.GetDetectionsAsync(SomeCases.Uid(1), AgencyScope.City, Cancel);
        await cases.SearchIncidentsAsync(new IncidentQuery(), AgencyScope.Of("so-gtvt"), Cancel);
        await cases.GetHistoryAsync(SomeCases.Uid(1), AgencyScope.City, Cancel);
        await cases.GetChangesAsync(0, 10, AgencyScope.City, Cancel);
        await cases.GetLedgerAsync(Some.Time, 10, Cancel);
        await cases.FindByDedupKeyAsync("key", Cancel);
    }

    private static ElasticOptions Foreign(ElasticOptions options) =>
        options with { Foreign = new ForeignOptions { Patterns = [new ForeignPattern { Pattern = $"beat-{options.Namespace}-*" }] } };

    private static async Task UseForeignAsync(ElasticTestSpace space)
    {
        string index = $"beat-{space.Options.Namespace}-1";
        byte[] document = System.Text.Encoding.UTF8.GetBytes($$"""{"@timestamp":"{{Rfc3339.Format(Some.Time)}}","message":"theirs"}""");
        (await space.Gateway.SendAsync(ElasticRequest.Put($"{index}/_doc/1?refresh=true", document), Cancel)).Dispose();
        await new ForeignSetup(space.Gateway, space.Options.Foreign).RunAsync(apply: true, Cancel);
        ElasticForeignEvents foreign = new(space.Gateway, new FakeTimeProvider(Some.Time), NullLogger.Instance);
        await using IForeignReading reading = await foreign.OpenAsync(static (_, _) => default, Cancel);
        (await reading.NextAsync(Cancel))!.Events.Dispose();
        using EventBatch found = (await reading.NextAsync(Cancel))!.Events;
        await reading.KeepAsync([found[0].Id], Cancel);
        using ElasticEventStore store = new(space.Gateway, TimeProvider.System, NullLogger.Instance);
        using EventBatch evidence = await store.GetAsync([found[0].Id], AgencyScope.City, Cancel);
        Assert.Equal(1, evidence.Count);
        await store.DeleteBeforeAsync(DateOnly.FromDateTime(Some.Time.UtcDateTime), Cancel);
        (await space.Gateway.SendAsync(ElasticRequest.Delete(index), Cancel)).Dispose();
        (await space.Gateway.SendAsync(ElasticRequest.Delete($"_ingest/pipeline/{ForeignSetup.PipelineOf(space.Options)}"), Cancel)).Dispose();
    }

    private static async Task UseStateAsync(ElasticTestSpace space)
    {
        ElasticStateStore state = new(space.Gateway);
        await state.SetAsync(new Dictionary<string, string?> { ["a/b"] = "{}", ["a/c"] = null }, Cancel);
        await state.GetAsync("a/b", Cancel);
        await state.GetAllAsync("a/", Cancel);
        await state.CountDeadLettersAsync(AgencyScope.City, Cancel);
        ElasticDetectorLease lease = new(space.Gateway, TimeProvider.System);
        await lease.TryHoldAsync("one", TimeSpan.FromSeconds(10), Cancel);
        await lease.ReleaseAsync("one", Cancel);
    }

    private static async Task UseReportsAsync(ElasticTestSpace space)
    {
        ElasticReportShelf shelf = new(space.Gateway, TimeProvider.System);
        (KeptReport report, Dictionary<string, byte[]> files) = SomeReports.Make("daily-brief-1");
        Assert.True(await shelf.KeepAsync(report, files, Cancel));
        (KeptReport other, files) = SomeReports.Make("daily-brief-1", made: 1);
        Assert.False(await shelf.KeepAsync(other, files, Cancel));
        Assert.Single(await shelf.ListAsync("daily-brief", 10, AgencyScope.Of(AgencyScope.CitySoc), Cancel));
        await shelf.ListAsync(null, 10, AgencyScope.Of("so-gtvt"), Cancel);
        Assert.NotNull(await shelf.ReadAsync(report, "report.html", Cancel));
        // A sweep a day later, with nothing and with something to sweep.
        Microsoft.Extensions.Time.Testing.FakeTimeProvider later = new(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(2));
        (report, files) = SomeReports.Make("daily-brief-2");
        Assert.True(await new ElasticReportShelf(space.Gateway, later).KeepAsync(report, files, Cancel));
    }
}
