using SocCore.Incidents;
using SocCore.Rules;
using SocDetect.Tests.Scheduling;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Correlation;

/// <summary>The edges of windows, ties, absence, several values and aliases, one case each.</summary>
public sealed class EdgeTests
{
    private static CorrelationRule Rule(CorrelationType type, int seconds, params string[] rules) => new()
    {
        Id = "correlation",
        Title = "Correlation",
        Type = type,
        RuleIds = rules,
        GroupBy = ["source.ip"],
        Timespan = TimeSpan.FromSeconds(seconds),
        LogicHash = "1",
        Lateness = TimeSpan.FromSeconds(30),
    };

    private static CountRange Gte(decimal number) => new([(CountOperator.Gte, number)]);

    private static Told At(string action, double second, string ip = "192.0.2.1") => new(action, second, ("source.ip", ip));

    private static async Task<IReadOnlyList<Detection>> RunAsync(CorrelationRule rule, params Told[] events)
    {
        Desk desk = new(Desk.Set([.. rule.RuleIds.Distinct().Select(r => Desk.Action(r)), rule]));
        await desk.SendAndScanAsync(events);
        await desk.PassAsync(TimeSpan.FromHours(1));
        return await desk.LiveAsync("correlation");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task A_span_equal_to_the_timespan_counts_and_one_tick_more_does_not(int ticks, int expected) =>
        Assert.Equal(expected, (await RunAsync(Rule(CorrelationType.EventCount, 10, "a") with { Range = Gte(2) }, At("a", 0), At("a", 10) with { Time = Some.Time.AddSeconds(10).AddTicks(ticks) })).Count);

    [Theory]
    [InlineData("a b", 1)]
    [InlineData("b a", 0)]
    public async Task Steps_of_one_time_are_ordered_by_delivery(string order, int expected) =>
        Assert.Equal(expected, (await RunAsync(Rule(CorrelationType.TemporalOrdered, 10, "a", "b"), [.. order.Split(' ').Select(static a => At(a, 5))])).Count);

    [Theory]
    [InlineData("a1 b2 c3", 1)]
    [InlineData("a1 c2 b3", 0)]
    [InlineData("c1 a2 b3 c4", 1)]
    [InlineData("b1 a2 c3 b4", 0)]
    [InlineData("a1 b2 a8 c12", 0)]
    [InlineData("a1 a2 b8 c12", 1)]
    public async Task Every_pair_of_steps_is_checked(string trace, int expected) =>
        Assert.Equal(expected, (await RunAsync(
            Rule(CorrelationType.TemporalOrdered, 10, "a", "b", "c"),
            [.. trace.Split(' ').Select(static t => At(t[..1], int.Parse(t[1..], System.Globalization.CultureInfo.InvariantCulture)))])).Count);

    [Theory]
    [InlineData(9, 0)]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    public async Task A_name_that_is_to_be_absent_cancels_up_to_the_last_tick_of_the_timespan(int b, int expected) =>
        Assert.Equal(expected, (await RunAsync(
            Rule(CorrelationType.Temporal, 10, "a", "b") with
            {
                Extended = new CorrelationCondition.And([new CorrelationCondition.Seen("a"), new CorrelationCondition.Negated(new CorrelationCondition.Seen("b"))]),
            },
            At("a", 0), At("b", b))).Count);

    [Fact]
    public async Task Absence_is_not_decided_before_the_watermark_and_a_later_event_contradicts_it()
    {
        CorrelationRule rule = Rule(CorrelationType.Temporal, 10, "a", "b") with
        {
            Extended = new CorrelationCondition.And([new CorrelationCondition.Seen("a"), new CorrelationCondition.Negated(new CorrelationCondition.Seen("b"))]),
        };
        Desk desk = new(Desk.Set(Desk.Action("a"), Desk.Action("b"), Desk.Action("other"), rule));
        await desk.SendAndScanAsync(At("a", 0), At("other", 39));
        Assert.Empty(await desk.DetectionsAsync());

        await desk.SendAndScanAsync(At("other", 40));
        Detection raised = Assert.Single(await desk.DetectionsAsync());
        Assert.Equal((Some.Time, 1), (raised.ReachedAt, raised.MatchCount));

        await desk.SendAndScanAsync(At("b", 5));
        Detection undone = Assert.Single(await desk.DetectionsAsync());
        Assert.Equal((raised.Uid, true), (undone.Uid, undone.Contradicted));
        Assert.Equal(0, Assert.Single(await desk.IncidentsAsync()).EventCount);
        Assert.Contains(await desk.LedgerAsync(), static r => r is { Kind: "late", Subject: "correlation", Count: 1 });
    }

    [Fact]
    public async Task A_silent_source_follows_the_clock_after_its_idle_time_and_the_step_is_a_row()
    {
        CorrelationRule rule = Rule(CorrelationType.EventCount, 10, "a") with { Range = new CountRange([(CountOperator.Lte, 1)]) };
        Desk desk = new(Desk.Set(Desk.Action("a"), rule), static o => o.IdleAfter = TimeSpan.FromMinutes(1));
        await desk.SendAndScanAsync(At("a", 0));
        await desk.PassAsync(TimeSpan.FromSeconds(89));
        Assert.Empty(await desk.DetectionsAsync());
        await desk.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Single(await desk.DetectionsAsync());
        Assert.Contains(await desk.LedgerAsync(), static r => r.Kind == "idle" && r.Subject.Contains("traffic/vms", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_late_event_joins_two_bursts_into_the_one_that_was_raised_first()
    {
        CorrelationRule rule = Rule(CorrelationType.EventCount, 10, "a") with { Range = Gte(2) };
        Desk desk = new(Desk.Set(Desk.Action("a"), rule));
        await desk.SendAndScanAsync(At("a", 0), At("a", 1));
        await desk.SendAndScanAsync(At("a", 21), At("a", 22));
        IReadOnlyList<Detection> before = await desk.LiveAsync();
        Assert.Equal(2, before.Count);

        await desk.SendAndScanAsync(At("a", 11));
        IReadOnlyList<Detection> all = await desk.DetectionsAsync();
        Detection whole = Assert.Single(all, static d => d.MergedInto is null);
        Assert.Equal(before.MinBy(static d => d.RaisedAt)!.Uid, whole.Uid);
        Assert.Equal(5, whole.MatchCount);
        Assert.Equal(whole.Uid, Assert.Single(all, static d => d.MergedInto is not null).MergedInto);
        Assert.Equal(5, Assert.Single(await desk.IncidentsAsync()).EventCount);
    }

    [Fact]
    public async Task A_match_joins_the_group_of_each_of_its_values_and_case_does_not_split_them()
    {
        CorrelationRule rule = Rule(CorrelationType.EventCount, 10, "a") with { GroupBy = ["city.site.id"], Range = Gte(2) };
        IReadOnlyList<Detection> found = await RunAsync(
            rule,
            new Told("a", 0, ("city.site.id", "Đường Lê Lợi"), ("city.site.id", "ĐƯỜNG LÊ LỢI"), ("city.site.id", "Quận 1")),
            new Told("a", 1, ("city.site.id", "đường lê lợi"), ("city.site.id", "Quận 2")));
        Detection only = Assert.Single(found);
        Assert.Equal("ĐƯỜNG LÊ LỢI", only.GroupKey);
        Assert.Equal("Đường Lê Lợi", Assert.Single(only.GroupValues).Value);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_match_without_the_group_field_is_dropped_or_a_group_of_its_own(bool groups, int expected)
    {
        CorrelationRule rule = Rule(CorrelationType.EventCount, 10, "a") with { GroupMissing = groups, Range = Gte(2) };
        Assert.Equal(expected, (await RunAsync(rule, new Told("a", 0), new Told("a", 1))).Count);
    }

    [Fact]
    public async Task An_alias_joins_different_fields_of_different_rules()
    {
        CorrelationRule rule = Rule(CorrelationType.Temporal, 10, "a", "b") with
        {
            GroupBy = ["who"],
            Aliases = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["who"] = new Dictionary<string, string> { ["a"] = "source.ip", ["b"] = "destination.ip" },
            },
        };
        IReadOnlyList<Detection> found = await RunAsync(
            rule, At("a", 0), new Told("b", 1, ("source.ip", "192.0.2.7"), ("destination.ip", "192.0.2.1")), new Told("b", 2, ("source.ip", "192.0.2.1")));
        Assert.Equal(("192.0.2.1", 2), (Assert.Single(found).GroupKey, found[0].MatchCount));
    }

    [Fact]
    public async Task An_event_of_two_referenced_rules_counts_once()
    {
        Rule twin = Desk.Action("a") with { Id = "twin" };
        CorrelationRule rule = Rule(CorrelationType.EventCount, 10, "a", "twin") with { Range = Gte(3) };
        Desk desk = new(Desk.Set(Desk.Action("a"), twin, rule));
        await desk.SendAndScanAsync(At("a", 0), At("a", 1));
        Assert.Empty(await desk.DetectionsAsync());
        await desk.SendAndScanAsync(At("a", 2));
        Assert.Equal(3, Assert.Single(await desk.DetectionsAsync()).MatchCount);
    }

    [Fact]
    public async Task A_burst_that_late_events_move_off_the_match_it_is_named_after_keeps_its_name_and_the_next_one_there_gets_another()
    {
        CorrelationRule rule = Rule(CorrelationType.EventCount, 10, "a") with { Range = new CountRange([(CountOperator.Neq, 2)]) };
        Desk desk = new(Desk.Set(Desk.Action("a"), Desk.Action("other"), rule));

        // Named after the match at 20, which a second one takes out of it; then it is the one at 8, and 20 holds again with a third.
        await desk.SendAndScanAsync(At("a", 20), At("other", 70));
        await desk.SendAndScanAsync(At("a", 8));
        await desk.SendAndScanAsync(At("a", 21));
        await desk.SendAndScanAsync(At("a", 22));
        IReadOnlyList<Detection> live = await desk.LiveAsync();
        Assert.Equal([(8, 1), (20, 3)], live.Select(static d => ((int)(d.FirstEvent - Some.Time).TotalSeconds, d.MatchCount)).Order());
        Assert.Distinct(live.Select(static d => d.Uid));
    }
}
