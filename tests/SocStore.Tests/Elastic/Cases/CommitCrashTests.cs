using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocCore.Incidents;
using SocCore.Storage;
using SocStore.Elastic.Cases;
using SocStore.Elastic.Gateway;
using SocTesting;
using SocTesting.Elastic;
using SocTesting.Storage;
using Xunit;

namespace SocStore.Tests.Elastic.Cases;

/// <summary>A commit whose process dies at any step, or sleeps through its successor's work, is either whole or not there.</summary>
public sealed class CommitCrashTests(SearchServers servers)
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("SOC_PROOF") == "full";
    private static readonly FakeTimeProvider Clock = new(Some.Time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Each server, each way to die, a small commit and one too large for one document.</summary>
    public static TheoryData<SearchServer, CutKind, int> Deaths
    {
        get
        {
            TheoryData<SearchServer, CutKind, int> deaths = [];
            foreach (SearchServer server in Enum.GetValues<SearchServer>())
            {
                foreach (CutKind kind in Enum.GetValues<CutKind>())
                {
                    deaths.Add(server, kind, 2);
                    if (IsFull || kind == CutKind.Answer)
                        deaths.Add(server, kind, 700);
                }
            }

            return deaths;
        }
    }

    /// <summary>Both servers.</summary>
    public static TheoryData<SearchServer> Servers => [.. Enum.GetValues<SearchServer>()];

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Commit_whose_process_dies_at_any_step_is_completed_by_the_next_one(SearchServer server, CutKind kind, int matches)
    {
        Uri address = await servers.GetAsync(server);
        string expected = (await RunAsync(address, int.MaxValue, kind, matches)).State;
        int steps = 0;
        for (bool wasCut = true; wasCut;)
        {
            (string state, wasCut) = await RunAsync(address, ++steps, kind, matches);
            Assert.True(expected == state, $"After a cut at write {steps}:\n{state}\ninstead of\n{expected}");
        }

        // The head, its documents and the mark at least; the documents beside the head when it is large.
        Assert.InRange(steps, matches > 100 ? 6 : 4, 20);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Detector_that_sleeps_through_its_successors_work_changes_nothing_when_it_wakes(SearchServer server)
    {
        await using TestIndices indices = await TestIndices.MakeAsync(await servers.GetAsync(server), CaseIndices.All, Cancel);
        using HeldWire wire = new();
        using ElasticGateway slow = indices.Connect(wire);
        using ElasticCaseStore sleeper = new(slow, Clock, NullLoggerFactory.Instance);
        using ElasticCaseStore successor = new(indices.Gateway, Clock, NullLoggerFactory.Instance);
        Assert.True(await sleeper.CommitAsync(First(), Cancel));
        wire.HoldBulks();
        Task<bool> sleeping = sleeper.CommitAsync(Second(2) with { Epoch = 1 }, Cancel).AsTask();
        await wire.Held.WaitAsync(TimeSpan.FromMinutes(2), Cancel);

        // The exchange went through, the documents did not: the successor finds them, writes them, and goes on.
        Assert.Equal([new SpoolPosition(1, 20)], await successor.GetCursorsAsync(Cancel));
        Incident grown = (await successor.GetIncidentAsync(SomeCases.Uid(1), AgencyScope.City, Cancel))!;
        Assert.Equal((2, 50), (grown.Version, grown.EventCount));
        Assert.True(await successor.CommitAsync(
            SomeCases.Scan(20, 30) with
            {
                Epoch = 2,
                Incidents = [(grown with { EventCount = 99 }, 2, SomeCases.Change("grown"))],
                Detections = [SomeCases.Detection(1, SomeCases.Uid(1)) with { MatchCount = 99 }],
                State = new Dictionary<string, string> { ["windows"] = "third" },
            },
            Cancel));
        string before = await StateAsync(successor);
        wire.Release();
        Assert.True(await sleeping.WaitAsync(TimeSpan.FromMinutes(2), Cancel));
        using ElasticGateway gateway = indices.Connect();
        using ElasticCaseStore reader = new(gateway, Clock, NullLoggerFactory.Instance);
        Assert.Equal(before, await StateAsync(reader));
        Assert.False(await sleeper.CommitAsync(SomeCases.Scan(20, 25) with { Epoch = 1 }, Cancel));
        Assert.False(await sleeper.CommitAsync(SomeCases.Scan(30, 40) with { Epoch = 1 }, Cancel));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Many_processes_give_out_every_number_once_and_no_reader_skips_a_change(SearchServer server)
    {
        const int Processes = 4;
        const int Each = 8;
        await using TestIndices indices = await TestIndices.MakeAsync(await servers.GetAsync(server), CaseIndices.All, Cancel);
        Task[] writers = [.. Enumerable.Range(0, Processes).Select(async p =>
        {
            using ElasticGateway gateway = indices.Connect();
            using ElasticCaseStore store = new(gateway, Clock, NullLoggerFactory.Instance);
            for (int i = 1; i <= Each; i++)
                Assert.NotNull(await store.SaveAsync(SomeCases.Incident((100 * p) + i), 0, SomeCases.Change(), Cancel));
        })];
        using ElasticCaseStore reader = new(indices.Gateway, Clock, NullLoggerFactory.Instance);
        List<ChangeRow> seen = [];
        while (seen.Count < Processes * Each)
        {
            seen.AddRange(await reader.GetChangesAsync(seen.Count == 0 ? 0 : seen[^1].Sequence, 5, AgencyScope.City, Cancel));
            if (Array.Exists(writers, static w => w.IsFaulted))
                break;
        }

        await Task.WhenAll(writers);
        Assert.Equal(Enumerable.Range(1, Processes * Each).Select(static n => (long)n), seen.Select(static c => c.Sequence));
        IncidentPage page = await reader.SearchIncidentsAsync(new IncidentQuery { Limit = 200 }, AgencyScope.City, Cancel);
        Assert.Equal(Enumerable.Range(1, Processes * Each).Select(static n => $"INC-2026-{n:D6}"), page.Incidents.Select(static i => i.Number).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Commit_stands_while_an_index_takes_no_writes_and_is_completed_when_it_does(SearchServer server)
    {
        await using TestIndices indices = await TestIndices.MakeAsync(await servers.GetAsync(server), CaseIndices.All, Cancel);
        using ElasticCaseStore store = new(indices.Gateway, Clock, NullLoggerFactory.Instance);
        Assert.True(await store.CommitAsync(First(), Cancel));
        await BlockAsync(indices, true);
        Assert.True(await store.CommitAsync(Second(2), Cancel));
        ElasticException blocked = await Assert.ThrowsAsync<ElasticException>(async () => await store.GetIncidentAsync(SomeCases.Uid(2), AgencyScope.City, Cancel));
        Assert.Equal(ElasticFailure.Blocked, blocked.Failure);
        await Assert.ThrowsAsync<ElasticException>(async () => await store.SaveAsync(SomeCases.Incident(3), 0, SomeCases.Change(), Cancel));
        await BlockAsync(indices, false);
        Assert.Equal("INC-2026-000003", (await store.SaveAsync(SomeCases.Incident(3), 0, SomeCases.Change(), Cancel))!.Number);
        Assert.Equal("INC-2026-000002", (await store.GetIncidentAsync(SomeCases.Uid(2), AgencyScope.City, Cancel))!.Number);
        Assert.Equal([1L, 2L, 3L, 4L], (await store.GetChangesAsync(0, 10, AgencyScope.City, Cancel)).Select(static c => c.Sequence));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Documents_that_a_busy_server_puts_off_are_sent_again(SearchServer server)
    {
        await using TestIndices indices = await TestIndices.MakeAsync(await servers.GetAsync(server), CaseIndices.All, Cancel);
        using BusyWire wire = new(times: 2);
        using ElasticGateway gateway = indices.Connect(wire);
        using ElasticCaseStore store = new(gateway, Clock, NullLoggerFactory.Instance);
        Assert.True(await store.CommitAsync(First(), Cancel));
        Assert.Equal(0, wire.Left);
        Assert.Equal(1, (await store.GetIncidentAsync(SomeCases.Uid(1), AgencyScope.City, Cancel))!.Version);
        Assert.Single(await store.GetMatchesAsync("6a1f", "hash", Some.Time, Some.Time.AddHours(1), Cancel));
    }

    private static async Task BlockAsync(TestIndices indices, bool blocks)
    {
        System.Text.Json.Nodes.JsonObject settings = new() { ["index.blocks.write"] = blocks };
        using (await indices.Gateway.SendAsync(ElasticRequest.Put($"{indices.Options.IndexPrefix}{CaseIndices.IncidentsName}/_settings", settings), Cancel))
        {
        }
    }

    private static DetectCommit First() => SomeCases.Scan(0, 10) with
    {
        Matches = [SomeCases.Match(1)],
        Detections = [SomeCases.Detection(1, SomeCases.Uid(1))],
        Incidents = [(SomeCases.Incident(1), 0, SomeCases.Change())],
        State = new Dictionary<string, string> { ["windows"] = "first" },
    };

    private static DetectCommit Second(int matches) => SomeCases.Scan(10, 20) with
    {
        Matches = [.. Enumerable.Range(1, matches).Select(static n => SomeCases.Match(n))],
        Detections = [SomeCases.Detection(1, SomeCases.Uid(1)) with { MatchCount = 50 }, SomeCases.Detection(2, SomeCases.Uid(2))],
        Incidents = [(SomeCases.Incident(1) with { EventCount = 50 }, 1, SomeCases.Change("grown")), (SomeCases.Incident(2, "so-yt"), 0, SomeCases.Change())],
        Ledger = [new LedgerRow("scan", "spool 1", Some.Time, Some.Time.AddSeconds(1), 10, null, Some.Time)],
        State = new Dictionary<string, string> { ["windows"] = "second" },
    };

    /// <summary>Commits twice, the second time on a wire that is cut; another process finishes. Returns the end state, and whether the cut was reached.</summary>
    private static async Task<(string State, bool WasCut)> RunAsync(Uri address, int cutAt, CutKind kind, int matches)
    {
        await using TestIndices indices = await TestIndices.MakeAsync(address, CaseIndices.All, Cancel);
        using (ElasticCaseStore store = new(indices.Gateway, Clock, NullLoggerFactory.Instance))
            Assert.True(await store.CommitAsync(First(), Cancel));
        using CutWire wire = new(cutAt, kind);
        using (ElasticGateway gateway = indices.Connect(wire))
        using (ElasticCaseStore store = new(gateway, Clock, NullLoggerFactory.Instance))
        {
            try
            {
                Assert.True(await store.CommitAsync(Second(matches), Cancel));
            }
            catch (ElasticException e) when (e.Failure == ElasticFailure.Unreachable)
            {
                Assert.True(wire.IsCut);
            }
        }

        using ElasticGateway again = indices.Connect();
        using ElasticCaseStore next = new(again, Clock, NullLoggerFactory.Instance);
        bool stands = (await next.GetCursorsAsync(Cancel))[0].Sequence == 20;
        Assert.Equal(!stands, await next.CommitAsync(Second(matches), Cancel));
        return (await StateAsync(next), wire.IsCut);
    }

    private static async Task<string> StateAsync(ElasticCaseStore store)
    {
        IncidentPage incidents = await store.SearchIncidentsAsync(new IncidentQuery { Sort = IncidentSort.CreatedAscending }, AgencyScope.City, Cancel);
        return JsonSerializer.Serialize(new
        {
            Cursors = await store.GetCursorsAsync(Cancel),
            incidents.Incidents,
            Detections = await store.GetDetectionsSinceAsync(DateTimeOffset.MinValue, Cancel),
            Matches = (await store.GetMatchesAsync("6a1f", "hash", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)).Select(static m => m.Sequence),
            Changes = await store.GetChangesAsync(0, 100, AgencyScope.City, Cancel),
            Ledger = await store.GetLedgerAsync(DateTimeOffset.MinValue, 100, Cancel),
            Windows = await store.GetStateAsync("windows", Cancel),
        });
    }
}
