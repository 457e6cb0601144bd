using SocCore.Incidents;
using SocDetect.Scheduling;
using SocDetect.Tests.Scheduling;
using Xunit;

namespace SocDetect.Tests.Raising;

/// <summary>Growth is saved at most every interval, and at its end: an incident never lags longer than that, whatever happens in between.</summary>
public sealed class GrowthTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static Told A(double second) => new("a", second, ("source.ip", "192.0.2.1"));

    private static Desk Growing() => new(Desk.Set(Desk.Action("a", raises: true, "source.ip")), static o => o.GrowthInterval = Interval);

    private static Told[] Burst(double from, int count) => [.. Enumerable.Range(0, count).Select(i => A(from + (i / 1000.0)))];

    private static async Task<(int Incident, int Detection, int Lines)> CountsAsync(Desk desk)
    {
        Incident incident = Assert.Single(await desk.IncidentsAsync());
        int lines = (await desk.Cases.GetHistoryAsync(incident.Uid, SocCore.Storage.AgencyScope.City, default)).Count;
        return (incident.EventCount, Assert.Single(await desk.DetectionsAsync()).MatchCount, lines);
    }

    private static async Task<DetectState> StateAsync(Desk desk) => DetectState.Read(await desk.Cases.GetStateAsync(DetectState.Name, default));

    [Fact]
    public async Task After_a_burst_and_silence_the_incident_has_the_count_of_its_detection_when_the_interval_ends()
    {
        Desk desk = Growing();
        await desk.SendAndScanAsync(A(0));
        await desk.SendAndScanAsync(Burst(1, 50));
        await desk.SendAndScanAsync(Burst(2, 50));
        Assert.Equal((1, 101, 1), await CountsAsync(desk));

        await desk.PassAsync(TimeSpan.FromSeconds(3.9));
        Assert.Equal((1, 101, 1), await CountsAsync(desk));
        await desk.PassAsync(TimeSpan.FromSeconds(0.1));
        Assert.Equal((101, 101, 2), await CountsAsync(desk));
        Assert.Empty((await StateAsync(desk)).Lagging);

        await desk.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal((101, 101, 2), await CountsAsync(desk));
    }

    [Fact]
    public async Task A_flood_is_one_line_of_history_an_interval()
    {
        Desk desk = Growing();
        for (int second = 0; second < 20; second++)
            await desk.SendAndScanAsync(Burst(second, 10));
        await desk.PassAsync(Interval);
        (int incident, int detection, int lines) = await CountsAsync(desk);
        Assert.Equal((200, 200), (incident, detection));
        Assert.InRange(lines, 4, 6);
    }

    [Fact]
    public async Task A_burst_that_grows_for_long_needs_no_event_from_the_store_until_a_restart_and_keeps_all_entities()
    {
        Desk desk = Growing();
        SparingEventStore store = new(desk.Events, int.MaxValue);
        desk.Read = store;
        desk.Crash();
        for (int i = 0; i < 60; i++)
        {
            await desk.SendAndScanAsync(new Told("a", i, ("source.ip", "192.0.2.1"), ("user.name", $"user{i}")));
            await desk.PassAsync(Interval);
        }

        Incident incident = Assert.Single(await desk.IncidentsAsync());
        Assert.Equal(60, incident.EventCount);
        Assert.Equal(60, incident.Entities.Count(static e => e.Field == "user.name"));
        Assert.Equal(0, store.AskedById);

        desk.Crash();
        await desk.SendAndScanAsync(new Told("a", 61, ("source.ip", "192.0.2.1"), ("user.name", "last")));
        await desk.PassAsync(Interval);
        incident = Assert.Single(await desk.IncidentsAsync());
        Assert.Contains(incident.Entities, static e => e.Value == "last");
        Assert.InRange(store.AskedById, 1, 60);
        int asked = store.AskedById;
        await desk.SendAndScanAsync(new Told("a", 62, ("source.ip", "192.0.2.1"), ("user.name", "later")));
        await desk.PassAsync(Interval);
        Assert.Equal(asked, store.AskedById);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    public async Task A_crash_between_loses_and_doubles_nothing_also_when_the_burst_is_long_over(int later)
    {
        Desk desk = Growing();
        await desk.SendAndScanAsync(A(0));
        await desk.SendAndScanAsync(Burst(1, 50));

        // Event time may leap within the interval, so that the burst is no longer held at the next start.
        if (later > 0)
            await desk.SendAndScanAsync(new Told("other", later) { Received = desk.Clock.GetUtcNow() });
        desk.Crash();
        await desk.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal((51, 51, 2), await CountsAsync(desk));
        Assert.Empty((await StateAsync(desk)).Lagging);

        desk.Crash();
        await desk.PassAsync(Interval);
        Assert.Equal((51, 51, 2), await CountsAsync(desk));
    }
}
