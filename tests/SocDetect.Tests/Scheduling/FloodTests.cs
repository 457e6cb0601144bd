using SocCore.Incidents;
using SocCore.Rules;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Scheduling;

/// <summary>Whoever makes noise makes one incident, hides nobody, and fills no memory.</summary>
public sealed class FloodTests
{
    private static CorrelationRule Count(int least, TimeSpan timespan) => new()
    {
        Id = "flood",
        Title = "Flood",
        Type = CorrelationType.EventCount,
        RuleIds = ["a"],
        GroupBy = ["source.ip"],
        Timespan = timespan,
        Range = new CountRange([(CountOperator.Gte, least)]),
        LogicHash = "flood-1",
        Level = RuleLevel.High,
    };

    [Fact]
    public async Task Brute_force_of_a_whole_day_is_one_incident_that_grows()
    {
        Desk desk = new(Desk.Set(Desk.Action("a"), Count(5, TimeSpan.FromMinutes(5))));
        for (int minute = 0; minute < 24 * 60; minute++)
            await desk.SendAndScanAsync(new Told("a", minute * 60, ("source.ip", "192.0.2.9")), new Told("a", (minute * 60) + 20, ("source.ip", "192.0.2.9")));

        Detection detection = Assert.Single(await desk.DetectionsAsync());
        Assert.Equal(2 * 24 * 60, detection.MatchCount);
        Assert.Equal(Detection.EvidenceLimit, detection.Evidence.Count);
        Incident incident = Assert.Single(await desk.IncidentsAsync());
        Assert.Equal(2 * 24 * 60, incident.EventCount);
        Assert.True(incident.Version >= 1_430, $"version {incident.Version}");
        Assert.True(desk.Scan.Held.Matches < 100, $"{desk.Scan.Held.Matches} matches held");
    }

    [Fact]
    public async Task One_attacker_does_not_hide_fifty_quiet_addresses()
    {
        const int Hits = 100_000;
        Desk desk = new(Desk.Set(Desk.Action("a"), Count(5, TimeSpan.FromMinutes(5))));
        List<Told> told = new(5_000);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int hit = 0; hit < Hits; hit++)
        {
            told.Add(new Told("a", hit * 0.1, ("source.ip", "203.0.113.66")));
            if (hit % 400 == 0)
                told.Add(new Told("a", hit * 0.1, ("source.ip", $"192.0.2.{hit / 2000}")));
            if (told.Count < 5_000)
                continue;
            await desk.SendAndScanAsync([.. told]);
            told.Clear();
        }

        await desk.SendAndScanAsync([.. told]);
        IReadOnlyList<Incident> incidents = await desk.IncidentsAsync();
        Assert.Equal(51, incidents.Count);
        Assert.Equal([Hits, .. Enumerable.Repeat(5, 50)], incidents.Select(static i => i.EventCount).OrderDescending());

        // Ten hits a second within a few timespans of five minutes are some ten thousand matches.
        Assert.True(desk.Scan.Held.Matches < 20_000, $"{desk.Scan.Held.Matches} matches held");
    }
}
