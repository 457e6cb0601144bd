using SocCore.Incidents;
using SocCore.Ports;
using SocCore.Rules;
using SocCore.Storage;
using SocDetect.Scheduling;
using Xunit;

namespace SocDetect.Tests.Scheduling;

public sealed class ScanTests
{
    private static readonly CorrelationRule FiveInAMinute = new()
    {
        Id = "many-a",
        Title = "Many a",
        Type = CorrelationType.EventCount,
        RuleIds = ["a"],
        GroupBy = ["source.ip"],
        Timespan = TimeSpan.FromMinutes(1),
        Range = new CountRange([(CountOperator.Gte, 5)]),
        LogicHash = "many-a-1",
        Level = RuleLevel.High,
    };

    private static Told A(double second, string ip = "192.0.2.1") => new("a", second, ("source.ip", ip));

    [Fact]
    public async Task A_rule_on_single_events_raises_one_detection_that_grows()
    {
        Desk desk = new(Desk.Set(Desk.Action("a", raises: true, "source.ip")));
        await desk.SendAndScanAsync(A(0), A(1));
        await desk.SendAndScanAsync(A(100), A(200, "192.0.2.2"));

        IReadOnlyList<Detection> detections = await desk.LiveAsync();
        Assert.Equal(2, detections.Count);
        Assert.Equal(3, detections[0].MatchCount);
        Assert.Equal("192.0.2.1", detections[0].GroupKey);
        IReadOnlyList<Incident> incidents = await desk.IncidentsAsync();
        Assert.Equal(2, incidents.Count);
        Assert.Equal([3, 1], incidents.Select(static i => i.EventCount));
        Assert.Contains(incidents[0].Entities, static e => e is { Field: "source.ip", Value: "192.0.2.1" } && e.Agencies.SequenceEqual(["so-gtvt"]));
    }

    [Fact]
    public async Task A_store_that_gives_fewer_events_than_asked_for_makes_the_scan_skip_none()
    {
        Desk desk = new(Desk.Set(Desk.Action("a"), FiveInAMinute));
        desk.Read = new SparingEventStore(desk.Events, 3);
        desk.Crash();
        await desk.SendAndScanAsync([.. Enumerable.Range(0, 20).Select(static i => A(i))]);
        Assert.Equal(20, Assert.Single(await desk.LiveAsync()).MatchCount);
    }

    [Fact]
    public async Task An_event_count_fires_on_the_match_that_first_satisfies_it_and_grows_after()
    {
        Desk desk = new(Desk.Set(Desk.Action("a"), FiveInAMinute));
        await desk.SendAndScanAsync(A(0), A(10), A(20), A(30));
        Assert.Empty(await desk.DetectionsAsync());
        await desk.SendAndScanAsync(A(60));
        Detection raised = Assert.Single(await desk.LiveAsync());
        Assert.Equal(SocTesting.Some.Time, raised.FirstEvent);
        Assert.Equal(SocTesting.Some.Time.AddSeconds(60), raised.ReachedAt);
        Assert.Equal(5, raised.MatchCount);

        await desk.SendAndScanAsync(A(65), A(70));
        Detection grown = Assert.Single(await desk.LiveAsync());
        Assert.Equal(raised.Uid, grown.Uid);
        Assert.Equal(7, grown.MatchCount);
        Assert.Equal(7, Assert.Single(await desk.IncidentsAsync()).EventCount);
    }

    [Fact]
    public async Task A_crash_between_two_scans_changes_nothing()
    {
        Desk desk = new(Desk.Set(Desk.Action("a"), FiveInAMinute));
        for (int i = 0; i < 12; i++)
        {
            await desk.SendAndScanAsync(A(i * 10));
            desk.Crash();
        }

        Detection detection = Assert.Single(await desk.DetectionsAsync());
        Assert.Equal(12, detection.MatchCount);
        Assert.Equal(12, Assert.Single(await desk.IncidentsAsync()).EventCount);
    }

    [Fact]
    public async Task Rules_loaded_again_keep_the_state_of_what_did_not_change_and_begin_anew_with_what_did()
    {
        Desk desk = new(Desk.Set(Desk.Action("a"), Desk.Action("b"), FiveInAMinute));
        await desk.SendAndScanAsync(A(0), A(1), A(2), A(3));
        desk.Rules = Desk.Set(Desk.Action("a"), Desk.Action("b", raises: true), FiveInAMinute with { Title = "Renamed" });
        await desk.SendAndScanAsync(A(4), new Told("b", 4));
        Assert.Equal("Renamed", Assert.Single(await desk.LiveAsync("many-a")).Title);
        Assert.Single(await desk.LiveAsync("b"));

        // Another logic reads the journal of what it refers to, so that the edit does not blind it.
        desk.Rules = Desk.Set(Desk.Action("a"), Desk.Action("b", raises: true), FiveInAMinute with { LogicHash = "many-a-2", Range = new CountRange([(CountOperator.Gte, 6)]) });
        await desk.SendAndScanAsync(A(5));
        IReadOnlyList<Detection> both = await desk.LiveAsync("many-a");
        Assert.Equal([("many-a-1", 5), ("many-a-2", 6)], both.Select(static d => (d.LogicHash, d.MatchCount)).Order());
        Assert.Equal(2, (await desk.IncidentsAsync()).Count);
    }

    [Fact]
    public async Task A_correlation_that_throws_stops_no_other_and_is_a_row()
    {
        CorrelationRule sum = FiveInAMinute with
        {
            Id = "sum",
            Type = CorrelationType.ValueSum,
            Fields = ["city.amount"],
            LogicHash = "sum",
            Range = new CountRange([(CountOperator.Gte, 1)]),
        };
        Desk desk = new(Desk.Set(Desk.Action("a", raises: true), sum));
        string most = decimal.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await desk.SendAndScanAsync(
            new Told("a", 0, ("source.ip", "192.0.2.1"), ("city.amount", most)), new Told("a", 1, ("source.ip", "192.0.2.1"), ("city.amount", most)));
        Assert.Single(await desk.LiveAsync("a"));
        Assert.Contains(await desk.LedgerAsync(), static r => r is { Kind: "failed", Subject: "sum" });
        Assert.True(desk.Tally.Of("sum").Failures > 0);
    }

    [Fact]
    public async Task Groups_beyond_the_limit_are_left_to_the_store_and_read_back_when_they_go_on()
    {
        Desk desk = new(Desk.Set(Desk.Action("a"), FiveInAMinute), static o => o.MaxOpenGroups = 10);
        await desk.SendAndScanAsync([.. Enumerable.Range(0, 40).SelectMany(static i => Enumerable.Range(0, 3).Select(n => A((i * 0.1) + (n * 0.01), $"192.0.2.{i}")))]);
        Assert.True(desk.Scan.Held.Groups <= 10, $"{desk.Scan.Held.Groups} groups held");
        await desk.SendAndScanAsync(A(20, "192.0.2.0"), A(21, "192.0.2.0"), A(22, "192.0.2.39"), A(23, "192.0.2.39"));
        Assert.Equal([5, 5], (await desk.LiveAsync()).Select(static d => d.MatchCount));
    }

    [Fact]
    public async Task Few_matches_among_many_events_keep_up()
    {
        const int Count = 60_000;
        Desk desk = new(Desk.Set(Desk.Action("a"), FiveInAMinute));
        await desk.SendAsync([.. Enumerable.Range(0, Count).Select(static i => i % 1000 == 0 ? A(i * 0.01) : new Told("quiet", i * 0.01))]);
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        await desk.Scan.DrainAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Count / watch.Elapsed.TotalSeconds:N0} events/s");
        Assert.Equal(60, desk.Tally.Of("a").Matches);
    }

    [Fact]
    public async Task Rows_of_scans_join_without_a_gap_and_silence_needs_no_event_to_end_one()
    {
        Desk desk = new(Desk.Set(Desk.Action("a")));
        await desk.SendAndScanAsync(A(0), A(1));
        Assert.DoesNotContain(await desk.LedgerAsync(), static r => r.Kind == "scan");
        LedgerRow open = Assert.Single(desk.Scan.Open);
        Assert.Equal(("spool 1", 2), (open.Subject, open.Count));

        await desk.PassAsync(TimeSpan.FromMinutes(1));
        desk.Crash();
        await desk.PassAsync(TimeSpan.FromHours(1));
        await desk.SendAndScanAsync(A(7_200));
        LedgerRow[] rows = [.. (await desk.LedgerAsync()).Where(static r => r.Kind == "scan").OrderBy(static r => r.From)];
        Assert.Equal([2, 1], rows.Select(static r => r.Count));
        Assert.Equal((open.From, rows[0].To), (rows[0].From, rows[1].From));
        Assert.Equal(rows[1].To, Assert.Single(desk.Scan.Open).From);
    }

    [Fact]
    public async Task A_back_fill_covers_the_whole_interval_that_was_asked_for_page_by_page()
    {
        Desk desk = new(Desk.Set(Desk.Action("a", raises: true)), static o => o.BatchSize = 4);
        await desk.SendAndScanAsync([.. Enumerable.Range(0, 10).Select(static i => A(i))]);
        DetectContext context = new(desk.Events, desk.Cases, desk.Options, desk.Tally, desk.Clock, _ => desk.Options.IdleAfter, desk.Seat);
        (DateTimeOffset from, DateTimeOffset to) = (SocTesting.Some.Time.AddHours(-1), SocTesting.Some.Time.AddHours(1));
        BackfillOutcome outcome = await new Backfill(context, desk.Scan).RunAsync(from, to, default);
        Assert.Equal(new BackfillOutcome(10, 10, 0), outcome);
        LedgerRow[] rows = [.. (await desk.LedgerAsync()).Where(static r => r.Subject == "back-fill").OrderBy(static r => r.From)];
        Assert.Equal((from, to, 10), (rows[0].From, rows[^1].To, rows.Sum(static r => r.Count)));
        Assert.All(rows.Zip(rows.Skip(1)), static p => Assert.Equal(p.First.To, p.Second.From));
        Assert.Equal(10, Assert.Single(await desk.IncidentsAsync()).EventCount);
        Assert.DoesNotContain(await desk.LedgerAsync(), static r => r.Kind == "late");

        await new Backfill(context, desk.Scan).RunAsync(to, to.AddHours(1), default);
        Assert.Contains(await desk.LedgerAsync(), r => r is { Subject: "back-fill", Count: 0 } && r.From == to);
    }
}
