using SocCore.Incidents;
using SocCore.Rules;
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
}
