using SocCore.Incidents;
using SocCore.Storage;
using Xunit;

namespace SocTesting.Storage;

public abstract partial class CaseStoreConformance
{
    [Fact]
    public async Task Scan_is_committed_whole()
    {
        Incident incident = MakeIncident(1);
        DetectCommit commit = Scan(0, 40) with
        {
            Matches = [MakeMatch(1), MakeMatch(2)],
            Detections = [MakeDetection(1, incident.Uid)],
            Incidents = [(incident, 0, Change())],
            Ledger = [new LedgerRow("scan", "spool 1", Some.Time, Some.Time.AddSeconds(1), 40, null, Some.Time)],
            State = new Dictionary<string, string> { ["watermarks"] = """{"infra/sshd":5}""" },
        };
        Assert.True(await Store.CommitAsync(commit, Cancel));
        await ReopenIfDurableAsync();

        Assert.Equal([new SpoolPosition(1, 40)], await Store.GetCursorsAsync(Cancel));
        AssertSame<IReadOnlyList<MatchRow>>([MakeMatch(1), MakeMatch(2)], await Store.GetMatchesAsync("6a1f", "hash", Some.Time, Some.Time.AddHours(1), Cancel));
        AssertSame<IReadOnlyList<Detection>>([MakeDetection(1, incident.Uid)], await Store.GetDetectionsAsync(incident.Uid, AgencyScope.City, Cancel));
        AssertSame(incident with { Number = "INC-2026-000001", Version = 1 }, await Store.GetIncidentAsync(incident.Uid, AgencyScope.City, Cancel));
        AssertSame<IReadOnlyList<LedgerRow>>(commit.Ledger, await Store.GetLedgerAsync(Some.Time, 10, Cancel));
        Assert.Equal("""{"infra/sshd":5}""", await Store.GetStateAsync("watermarks", Cancel));
        AssertSame<IReadOnlyList<ChangeRow>>([new ChangeRow(1, incident.Uid, 1, Change())], await Store.GetHistoryAsync(incident.Uid, AgencyScope.City, Cancel));
    }

    [Fact]
    public async Task Moved_cursor_refuses_the_whole_commit()
    {
        Assert.True(await Store.CommitAsync(Scan(0, 40), Cancel));
        DetectCommit stale = Scan(0, 50) with
        {
            Matches = [MakeMatch(1)],
            Detections = [MakeDetection(1)],
            Incidents = [(MakeIncident(1), 0, Change())],
            Ledger = [new LedgerRow("scan", "x", Some.Time, Some.Time, 1, null, Some.Time)],
            State = new Dictionary<string, string> { ["a"] = "b" },
        };
        Assert.False(await Store.CommitAsync(stale, Cancel));
        Assert.False(await Store.CommitAsync(stale with { ExpectedCursors = [new SpoolPosition(1, 39)] }, Cancel));
        await AssertNothingButCursorAsync(40);
    }

    [Fact]
    public async Task Commit_of_an_earlier_epoch_is_refused_though_the_cursors_stand()
    {
        Assert.True(await Store.CommitAsync(Scan(0, 40) with { Epoch = 2 }, Cancel));
        DetectCommit deposed = Scan(40, 50) with { Epoch = 1, Matches = [MakeMatch(1)] };
        Assert.False(await Store.CommitAsync(deposed, Cancel));
        await AssertNothingButCursorAsync(40);
        Assert.True(await Store.CommitAsync(Scan(40, 50) with { Epoch = 2 }, Cancel));
        Assert.True(await Store.CommitAsync(Scan(50, 60) with { Epoch = 3 }, Cancel));
    }

    [Fact]
    public async Task Moved_incident_refuses_the_whole_commit()
    {
        Incident incident = await SaveAsync(MakeIncident(1));
        await Store.SaveAsync(incident with { Assignee = "lan" }, 1, Change("assigned"), Cancel);
        DetectCommit stale = Scan(0, 50) with
        {
            Matches = [MakeMatch(1)],
            Incidents = [(MakeIncident(2), 0, Change()), (incident with { EventCount = 99 }, 1, Change("grown"))],
        };
        Assert.False(await Store.CommitAsync(stale, Cancel));
        Assert.Empty(await Store.GetCursorsAsync(Cancel));
        Assert.Null(await Store.GetIncidentAsync(Uid(2), AgencyScope.City, Cancel));
        Assert.Empty(await Store.GetMatchesAsync("6a1f", "hash", Some.Time, Some.Time.AddHours(1), Cancel));
        Assert.Equal(2, (await Store.GetChangesAsync(0, 100, AgencyScope.City, Cancel)).Count);
        Assert.Equal("INC-2026-000002", (await SaveAsync(MakeIncident(3))).Number);
    }

    [Fact]
    public async Task Incident_that_exists_is_not_made_twice()
    {
        await SaveAsync(MakeIncident(1));
        Assert.Null(await Store.SaveAsync(MakeIncident(1), 0, Change(), Cancel));
        Assert.False(await Store.CommitAsync(Scan(0, 1) with { Incidents = [(MakeIncident(1), 0, Change())] }, Cancel));
    }

    [Fact]
    public async Task Incident_may_be_made_and_grown_in_one_commit()
    {
        Incident incident = MakeIncident(1);
        DetectCommit commit = Scan(0, 1) with { Incidents = [(incident, 0, Change()), (incident with { EventCount = 99 }, 1, Change("grown"))] };
        Assert.True(await Store.CommitAsync(commit, Cancel));
        Incident? read = await Store.GetIncidentAsync(incident.Uid, AgencyScope.City, Cancel);
        Assert.Equal((2L, 99, "INC-2026-000001"), (read!.Version, read.EventCount, read.Number));
        Assert.Equal([1L, 2L], (await Store.GetHistoryAsync(incident.Uid, AgencyScope.City, Cancel)).Select(c => c.Version));
    }

    [Fact]
    public async Task Match_rows_are_made_once_and_detections_grow()
    {
        Assert.True(await Store.CommitAsync(Scan(0, 1) with { Matches = [MakeMatch(1)], Detections = [MakeDetection(1)] }, Cancel));
        Assert.True(await Store.CommitAsync(
            Scan(1, 2) with { Matches = [MakeMatch(1) with { Source = "changed" }, MakeMatch(2)], Detections = [MakeDetection(1) with { MatchCount = 99 }] }, Cancel));
        IReadOnlyList<MatchRow> rows = await Store.GetMatchesAsync("6a1f", "hash", Some.Time, Some.Time.AddHours(1), Cancel);
        Assert.Equal(["infra/sshd", "infra/sshd"], rows.Select(r => r.Source));
        Assert.Equal(99, Assert.Single(await Store.GetDetectionsSinceAsync(Some.Time, Cancel)).MatchCount);
    }

    [Fact]
    public async Task Match_rows_are_read_by_rule_logic_and_time_both_ends_included()
    {
        MatchRow[] rows = [MakeMatch(3, Some.Time), MakeMatch(1, Some.Time), MakeMatch(2, Some.Time.AddSeconds(5)), MakeMatch(4, Some.Time.AddSeconds(6)), MakeMatch(5, Some.Time, "other")];
        Assert.True(await Store.CommitAsync(Scan(0, 1) with { Matches = rows }, Cancel));
        IReadOnlyList<MatchRow> read = await Store.GetMatchesAsync("6a1f", "hash", Some.Time, Some.Time.AddSeconds(5), Cancel);
        Assert.Equal([1L, 3L, 2L], read.Select(r => r.Sequence));
        Assert.Empty(await Store.GetMatchesAsync("other", "hash", Some.Time, Some.Time.AddSeconds(5), Cancel));
    }

    [Fact]
    public async Task Many_match_rows_and_detections_are_read_whole_and_in_order()
    {
        const int Many = 2_300;
        Incident incident = MakeIncident(1);
        Assert.True(await Store.CommitAsync(
            Scan(0, 1) with
            {
                Matches = [.. Enumerable.Range(1, Many).Reverse().Select(static n => MakeMatch(n))],
                Detections = [.. Enumerable.Range(1, 1_100).Reverse().Select(n => MakeDetection(n, incident.Uid))],
                Incidents = [(incident, 0, Change())],
            },
            Cancel));
        await ReopenIfDurableAsync();
        Assert.Equal(Enumerable.Range(1, Many).Select(static n => (long)n), (await Store.GetMatchesAsync("6a1f", "hash", Some.Time, Some.Time.AddHours(1), Cancel)).Select(static r => r.Sequence));
        Assert.Equal(Enumerable.Range(1_001, 1_100).Select(Uid), (await Store.GetDetectionsSinceAsync(DateTimeOffset.MinValue, Cancel)).Select(static d => d.Uid));
        Assert.Equal(Enumerable.Range(1_001, 1_100).Select(Uid), (await Store.GetDetectionsAsync(incident.Uid, AgencyScope.City, Cancel)).Select(static d => d.Uid));
    }

    [Fact]
    public async Task Old_match_rows_are_dropped_when_asked()
    {
        Assert.True(await Store.CommitAsync(Scan(0, 1) with { Matches = [MakeMatch(1), MakeMatch(2)] }, Cancel));
        Assert.True(await Store.CommitAsync(Scan(1, 2) with { Matches = [MakeMatch(3)], DropMatchesBefore = Some.Time.AddSeconds(2) }, Cancel));
        Assert.Equal([2L, 3L], (await Store.GetMatchesAsync("6a1f", "hash", Some.Time, Some.Time.AddHours(1), Cancel)).Select(r => r.Sequence));
    }

    [Fact]
    public async Task One_of_two_detectors_commits()
    {
        bool[] won = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Store.CommitAsync(Scan(0, i + 1), Cancel).AsTask(), Cancel)));
        Assert.Single(won, w => w);
    }

    [Fact]
    public async Task Ledger_is_read_newest_first()
    {
        LedgerRow[] rows = [.. Enumerable.Range(0, 5).Select(i => new LedgerRow("idle", $"s{i}", Some.Time, Some.Time.AddMinutes(1), i, "im lặng", Some.Time.AddSeconds(i / 2)))];
        Assert.True(await Store.CommitAsync(Scan(0, 1) with { Ledger = rows }, Cancel));
        Assert.Equal(["s4", "s3", "s2", "s1"], (await Store.GetLedgerAsync(Some.Time, 4, Cancel)).Select(r => r.Subject));
        Assert.Equal(["s4"], (await Store.GetLedgerAsync(Some.Time.AddSeconds(2), 4, Cancel)).Select(r => r.Subject));
    }

    [Fact]
    public async Task Detections_are_found_by_their_last_event()
    {
        Assert.True(await Store.CommitAsync(Scan(0, 1) with { Detections = [MakeDetection(3), MakeDetection(1), MakeDetection(2)] }, Cancel));
        Assert.Equal([Uid(1002), Uid(1003)], (await Store.GetDetectionsSinceAsync(Some.Time.AddMinutes(4), Cancel)).Select(d => d.Uid));
    }

    [Fact]
    public async Task Unknown_things_are_absent()
    {
        Assert.Null(await Store.GetStateAsync("none", Cancel));
        Assert.Null(await Store.GetIncidentAsync(Uid(9), AgencyScope.City, Cancel));
        Assert.Null(await Store.GetIncidentAsync("INC-2026-000009", AgencyScope.City, Cancel));
        Assert.Null(await Store.FindByDedupKeyAsync("none", Cancel));
        Assert.Empty(await Store.GetDetectionsAsync(Uid(9), AgencyScope.City, Cancel));
        Assert.Empty(await Store.GetHistoryAsync(Uid(9), AgencyScope.City, Cancel));
        Assert.Null(await Store.SaveAsync(MakeIncident(9), 3, Change(), Cancel));
    }

    private async Task AssertNothingButCursorAsync(long cursor)
    {
        Assert.Equal([new SpoolPosition(1, cursor)], await Store.GetCursorsAsync(Cancel));
        Assert.Empty(await Store.GetMatchesAsync("6a1f", "hash", Some.Time, Some.Time.AddHours(1), Cancel));
        Assert.Empty(await Store.GetDetectionsSinceAsync(Some.Time, Cancel));
        Assert.Null(await Store.GetIncidentAsync(Uid(1), AgencyScope.City, Cancel));
        Assert.Empty(await Store.GetLedgerAsync(Some.Time, 10, Cancel));
        Assert.Null(await Store.GetStateAsync("a", Cancel));
        Assert.Empty(await Store.GetChangesAsync(0, 10, AgencyScope.City, Cancel));
    }
}
