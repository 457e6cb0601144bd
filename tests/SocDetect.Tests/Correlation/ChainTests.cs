using SocCore.Events;
using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;
using SocDetect.Tests.Scheduling;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Correlation;

/// <summary>What an outer correlation is told of an inner one, when that changes after it was told.</summary>
public sealed class ChainTests
{
    private static CorrelationRule Count(string id, int atLeast, string groupBy, params string[] rules) => new()
    {
        Id = id,
        Title = id,
        Type = CorrelationType.EventCount,
        RuleIds = rules,
        GroupBy = [groupBy],
        Timespan = TimeSpan.FromSeconds(10),
        Range = new CountRange([(CountOperator.Gte, atLeast)]),
        LogicHash = id,
        Raises = id == "outer",
        Lateness = TimeSpan.FromSeconds(30),
    };

    private static Told At(string action, double second, int id, string site = "Quận 1") =>
        new(action, second, ("source.ip", "192.0.2.1"), ("city.site.id", site)) { Id = EventId.OfPosition(id, 9, id) };

    [Fact]
    public async Task A_match_of_the_same_time_and_a_lesser_id_that_comes_later_takes_the_place_of_the_one_that_outer_correlations_were_told()
    {
        RuleSet rules = Desk.Set(Desk.Action("a"), Count("inner", 1, "city.site.id", "a"), Count("outer", 1, "source.ip", "inner"));
        Told[] told = [At("a", 0, id: 5), At("a", 0, id: 3), At("a", 30, id: 6), At("a", 90, id: 7)];
        Desk whole = new(rules);
        await whole.SendAndScanAsync(told);
        Desk torn = new(rules);
        foreach (Told one in told)
        {
            await torn.SendAndScanAsync(one);
            torn.Crash();
        }

        Assert.Equal(await whole.RunAsync(), await torn.RunAsync());
        Detection first = (await torn.LiveAsync("outer"))[0];
        Assert.Equal(told[1].Id, Assert.Single(first.Evidence).Id);
    }

    [Fact]
    public async Task An_agency_that_joins_an_inner_burst_joins_the_outer_one_and_its_incident()
    {
        Desk desk = new(Desk.Set(Desk.Action("a"), Count("inner", 1, "city.site.id", "a"), Count("outer", 1, "source.ip", "inner")));
        await desk.SendAndScanAsync(At("a", 0, id: 1));
        Assert.Equal("so-gtvt", Assert.Single(await desk.IncidentsAsync()).Agency);
        await desk.SendAndScanAsync(At("a", 1, id: 2) with { Agency = "so-tnmt", System = "environment" });
        Assert.Equal(["so-gtvt", "so-tnmt"], Assert.Single(await desk.LiveAsync("outer")).Agencies);
        Incident incident = Assert.Single(await desk.IncidentsAsync());
        Assert.Equal((AgencyScope.CitySoc, 1), (incident.Agency, incident.EventCount));
    }

    [Fact]
    public async Task An_event_that_satisfies_two_inner_correlations_is_a_match_of_each_and_one_that_is_undone_leaves_the_other()
    {
        CorrelationRule few = Count("few", 1, "city.site.id", "a") with { Range = new CountRange([(CountOperator.Eq, 1)]) };
        Desk desk = new(Desk.Set(Desk.Action("a"), Desk.Action("other"), few, Count("some", 1, "city.site.id", "a"), Count("outer", 1, "source.ip", "few", "some")));
        await desk.SendAndScanAsync(At("a", 20, id: 1), At("other", 60, id: 2));
        Assert.Equal(2, Assert.Single(await desk.LiveAsync("outer")).MatchCount);
        await desk.SendAndScanAsync(At("a", 20, id: 3));
        Detection left = Assert.Single(await desk.LiveAsync("outer"));
        Assert.Equal((1, "some"), (left.MatchCount, Assert.Single(left.Evidence).RuleId));
    }

    [Fact]
    public async Task An_event_of_two_rules_is_the_match_of_the_one_that_is_named_first_however_it_comes_in()
    {
        CorrelationRule rule = Count("outer", 1, "source.ip", "twin", "a");
        RuleSet rules = Desk.Set(Desk.Action("a"), Desk.Action("a") with { Id = "twin" }, rule);
        Desk whole = new(rules);
        await whole.SendAndScanAsync(At("a", 0, id: 1), At("a", 1, id: 2));
        Desk torn = new(rules);
        await torn.SendAndScanAsync(At("a", 0, id: 1));
        torn.Crash();
        await torn.SendAndScanAsync(At("a", 1, id: 2));
        Assert.Equal(await whole.RunAsync(), await torn.RunAsync());
        Assert.All((await torn.LiveAsync("outer"))[0].Evidence, static e => Assert.Equal("twin", e.RuleId));
    }

    [Fact]
    public async Task A_burst_of_which_the_beginning_was_let_go_of_counts_what_inner_correlations_bring_late_once()
    {
        CorrelationRule few = Count("few", 1, "city.site.id", "a") with { Range = new CountRange([(CountOperator.Lte, 1)]) };
        Desk desk = new(Desk.Set(Desk.Action("a"), Desk.Action("other"), few, Count("outer", 2, "source.ip", "few", "a")));
        Told[] told = [.. Enumerable.Range(0, 12).Select(static i => At("a", i * 8, id: i + 1, site: $"Quận {i}"))];
        foreach (Told one in told)
            await desk.SendAndScanAsync(one);

        // What is due behind the watermark now reaches back to where the outer burst is only a sum.
        await desk.PassAsync(TimeSpan.FromHours(1));
        Detection outer = Assert.Single(await desk.LiveAsync("outer"));
        Assert.Equal((24, 24), (outer.MatchCount, outer.Evidence.Count));
    }
}
