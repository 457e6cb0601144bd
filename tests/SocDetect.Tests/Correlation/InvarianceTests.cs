using CsCheck;
using SocCore.Incidents;
using SocCore.Rules;
using SocDetect.Scheduling;
using SocDetect.Tests.Scheduling;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Correlation;

/// <summary>
/// The same events give the same detections, whatever the order of arrival within lateness, wherever the process dies and
/// however often everything is evaluated again; and they are those that the definition demands.
/// </summary>
public sealed class InvarianceTests
{
    private static readonly int Size = Environment.GetEnvironmentVariable("SOC_PROOF") == "full" ? 1000 : 40;

    /// <summary>Fixed, so that a run proves the same as the one before; a longer search names others.</summary>
    private static readonly string Seed = Environment.GetEnvironmentVariable("SOC_PROOF_SEED") ?? "0N0XIzNsQ0O2";

    /// <summary>Where a run is torn: sizes of portions, deaths between them, fates of commits (1 fails before, 2 after).</summary>
    private sealed record Tear(int[] Chunks, bool[] Crashes, int[] Fates);

    [Theory]
    [InlineData(CorrelationType.EventCount, false)]
    [InlineData(CorrelationType.ValueCount, false)]
    [InlineData(CorrelationType.ValueSum, false)]
    [InlineData(CorrelationType.ValueAvg, false)]
    [InlineData(CorrelationType.ValueMedian, false)]
    [InlineData(CorrelationType.ValuePercentile, false)]
    [InlineData(CorrelationType.Temporal, false)]
    [InlineData(CorrelationType.Temporal, true)]
    [InlineData(CorrelationType.TemporalOrdered, false)]
    public Task Order_crash_and_rerun_change_nothing(CorrelationType type, bool extended) =>
        (from trace in Traces.Of(type, extended)
         from tear in Tears
         select (trace, tear))
            .TryAllAsync(
                async c => await CheckAsync(
                    Desk.Set(Desk.Action("a"), Desk.Action("b"), Desk.Action("c"), c.trace.Rule), c.trace, Oracle.Bursts(c.trace.Rule, c.trace.Events), c.tear, lateBy: 1),
                Size, Seed);

    [Theory]
    [InlineData(CorrelationType.EventCount, false)]
    [InlineData(CorrelationType.ValueMedian, false)]
    [InlineData(CorrelationType.Temporal, true)]
    public Task Events_later_than_lateness_end_in_the_same_detections(CorrelationType type, bool extended) =>
        (from trace in Traces.Of(type, extended)
         from tear in Tears
         select (trace, tear))
            .TryAllAsync(
                async c => await CheckAsync(
                    Desk.Set(Desk.Action("a"), Desk.Action("b"), Desk.Action("c"), c.trace.Rule), c.trace, Oracle.Bursts(c.trace.Rule, c.trace.Events), c.tear, lateBy: 20),
                Size, Seed);

    [Theory]
    [InlineData(CorrelationType.EventCount, false, CorrelationType.EventCount)]
    [InlineData(CorrelationType.EventCount, false, CorrelationType.Temporal)]
    [InlineData(CorrelationType.Temporal, true, CorrelationType.EventCount)]
    [InlineData(CorrelationType.ValueCount, false, CorrelationType.Temporal)]
    public Task A_correlation_of_correlations_is_as_steady(CorrelationType type, bool extended, CorrelationType outer) =>
        (from trace in Traces.Of(type, extended)
         from tear in Tears
         from span in Gen.Int[10, 120]
         select (trace, tear, span))
            .TryAllAsync(
                async c =>
                {
                    CorrelationRule inner = c.trace.Rule with { Id = "inner", Raises = false };
                    CorrelationRule rule = Outer("correlation", outer, c.span, "inner", "c") with
                    {
                        Range = outer == CorrelationType.EventCount ? new CountRange([(CountOperator.Gte, 3)]) : null,
                    };
                    IReadOnlyList<Told> both = [.. Oracle.Emitted(inner, c.trace.Events), .. c.trace.Events.Where(static t => t.Action == "c")];
                    await CheckAsync(
                        Desk.Set(Desk.Action("a"), Desk.Action("b"), Desk.Action("c"), inner, rule), c.trace, Oracle.Bursts(rule, both), c.tear, lateBy: 1);
                },
                Size, Seed);

    [Theory]
    [InlineData(CorrelationType.EventCount, false)]
    [InlineData(CorrelationType.Temporal, true)]
    public Task A_correlation_of_two_correlations_in_one_is_as_steady(CorrelationType type, bool extended) =>
        (from trace in Traces.Of(type, extended)
         from tear in Tears
         from spans in Gen.Int[3, 60].Array[3]
         from count in Gen.Int[1, 4]
         select (trace, tear, spans, count))
            .TryAllAsync(
                async c =>
                {
                    CorrelationRule first = c.trace.Rule with { Id = "first", Raises = false };
                    CorrelationRule second = first with { Id = "second", LogicHash = "second", Timespan = TimeSpan.FromSeconds(c.spans[0]) };
                    CorrelationRule middle = Outer("middle", CorrelationType.EventCount, c.spans[1], "first", "second") with
                    {
                        Range = new CountRange([(CountOperator.Gte, c.count)]),
                        Raises = false,
                    };
                    CorrelationRule outer = Outer("correlation", CorrelationType.Temporal, c.spans[2], "c", "middle");
                    IReadOnlyList<Told> inner = [.. Oracle.Emitted(first, c.trace.Events), .. Oracle.Emitted(second, c.trace.Events)];
                    IReadOnlyList<Told> both = [.. Oracle.Emitted(middle, inner), .. c.trace.Events.Where(static t => t.Action == "c")];
                    await CheckAsync(
                        Desk.Set(Desk.Action("a"), Desk.Action("b"), Desk.Action("c"), first, second, middle, outer), c.trace, Oracle.Bursts(outer, both), c.tear, lateBy: 1);
                },
                Size, Seed);

    [Theory]
    [InlineData(CorrelationType.EventCount)]
    [InlineData(CorrelationType.ValueSum)]
    [InlineData(CorrelationType.Temporal)]
    public Task An_event_that_two_of_the_rules_match_is_as_steady(CorrelationType type) =>
        (from trace in Traces.Of(type, extended: false)
         from tear in Tears
         select (trace, tear))
            .TryAllAsync(
                async c =>
                {
                    // The twin stands before the rule whose events it matches here, and behind it in the set.
                    CorrelationRule rule = c.trace.Rule with { RuleIds = ["c", "twin", "b", "a"], Aliases = WithTwin(c.trace.Rule.Aliases) };
                    IReadOnlyList<Told> told = type != CorrelationType.Temporal
                        ? c.trace.Events
                        : [.. c.trace.Events.SelectMany(static t => t.Action == "a" ? [t, t with { Action = "twin" }] : new[] { t })];
                    await CheckAsync(
                        Desk.Set(Desk.Action("a"), Desk.Action("a") with { Id = "twin" }, Desk.Action("b"), Desk.Action("c"), rule),
                        c.trace, Oracle.Bursts(rule, told), c.tear, lateBy: 1);
                },
                Size, Seed);

    [Fact]
    public Task The_same_order_of_delivery_gives_the_same_ids_whatever_the_portions() =>
        (from trace in Traces.Of(CorrelationType.EventCount, extended: false)
         from tear in Tears
         where trace.Rule.Range!.OnlyGrows
         select (trace, tear))
            .TryAllAsync(
                async c =>
                {
                    RuleSet rules = Desk.Set(Desk.Action("a"), Desk.Action("b"), Desk.Action("c"), c.trace.Rule);
                    Told[] arrived = Arrive(c.trace, lateBy: 1);
                    Desk whole = new(rules);
                    await whole.SendAndScanAsync(arrived);
                    Desk torn = new(rules);
                    await FeedAsync(torn, arrived, c.tear);
                    Assert.Equal(await whole.RunAsync(withUids: true), await torn.RunAsync(withUids: true));
                },
                Size, Seed);

    private static readonly Gen<Tear> Tears =
        from chunks in Gen.Int[1, 12].Array[1, 30]
        from crashes in Gen.Bool.Array[1, 30]
        from fates in Gen.Int[0, 8].Array[1, 30]
        select new Tear(chunks, crashes, fates);

    private static CorrelationRule Outer(string id, CorrelationType type, int seconds, params string[] rules) => new()
    {
        Id = id,
        Title = "Outer",
        Type = type,
        RuleIds = rules,
        GroupBy = ["source.ip"],
        Timespan = TimeSpan.FromSeconds(seconds),
        LogicHash = id,
        Lateness = TimeSpan.FromSeconds(Traces.Lateness),
    };

    private static Dictionary<string, IReadOnlyDictionary<string, string>> WithTwin(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> aliases) =>
        aliases.ToDictionary(static a => a.Key, static a => (IReadOnlyDictionary<string, string>)new Dictionary<string, string>(a.Value) { ["twin"] = a.Value["a"] });

    private static async Task CheckAsync(RuleSet rules, Traces.Trace trace, IReadOnlyList<string> wanted, Tear tear, int lateBy)
    {
        Desk whole = new(rules);
        await whole.SendAndScanAsync([.. trace.Events]);
        await EndAsync(whole);
        Assert.Equal(wanted, await LinesAsync(whole));

        Desk torn = new(rules);
        await FeedAsync(torn, Arrive(trace, lateBy), tear);
        await EndAsync(torn);
        Assert.Equal(wanted, await LinesAsync(torn));
        IReadOnlyList<string> run = await whole.RunAsync();
        Assert.Equal(run, await torn.RunAsync());

        // Twice everything again, each time from nothing in memory.
        string[] incidents = await IncidentsAsync(torn);
        int detections = (await torn.DetectionsAsync()).Count;
        for (int i = 0; i < 2; i++)
        {
            torn.Crash();
            await BackfillAsync(torn);
            await EndAsync(torn);
        }

        Assert.Equal(run, await torn.RunAsync());
        Assert.Equal(incidents, await IncidentsAsync(torn));
        Assert.Equal(detections, (await torn.DetectionsAsync()).Count);
    }

    private static Told[] Arrive(Traces.Trace trace, int lateBy) =>
        [.. trace.Events.Select((told, i) => told with { Received = told.Time.AddSeconds(trace.Delays[i] * lateBy) }).OrderBy(static t => t.Received)];

    /// <summary>Hands events over in portions, to stores that fail, in a process that dies.</summary>
    private static async Task FeedAsync(Desk desk, Told[] arrived, Tear tear)
    {
        int commits = 0;
        desk.Cases = new FlakyCaseStore(desk.Cases, () => ++commits % 2 == 0 && tear.Fates[commits / 2 % tear.Fates.Length] is var fate && fate <= 2 ? fate : 0);
        desk.Crash();
        int turn = 0;
        for (int at = 0; at < arrived.Length; turn++)
        {
            int size = Math.Min(tear.Chunks[turn % tear.Chunks.Length], arrived.Length - at);
            await desk.SendAsync(arrived[at..(at + size)]);
            at += size;
            await DrainAsync(desk);
            if (tear.Crashes[turn % tear.Crashes.Length])
                desk.Crash();
        }
    }

    private static async Task<string[]> IncidentsAsync(Desk desk) =>
        [.. (await desk.IncidentsAsync()).Select(static i => $"{i.Uid} {i.EventCount} {i.DetectionCount} {i.Start:O} {i.End:O}").Order(StringComparer.Ordinal)];

    private static async Task<IReadOnlyList<string>> LinesAsync(Desk desk) =>
        [.. (await desk.LiveAsync("correlation"))
            .Select(static d => Oracle.Line(d.RuleId, d.GroupKey, d.FirstEvent, d.ReachedAt, d.LastEvent, d.MatchCount, d.Evidence.Select(static e => e.Id)))
            .Order(StringComparer.Ordinal)];

    /// <summary>Time goes by until every window is decided.</summary>
    private static async Task EndAsync(Desk desk)
    {
        desk.Clock.Advance(TimeSpan.FromMinutes(30));
        await DrainAsync(desk);
    }

    private static async Task DrainAsync(Desk desk)
    {
        while (true)
        {
            try
            {
                await desk.Scan.DrainAsync(default);
                return;
            }
            catch (IOException)
            {
                desk.Crash();
            }
        }
    }

    private static async Task BackfillAsync(Desk desk)
    {
        while (true)
        {
            try
            {
                DetectContext context = new(desk.Events, desk.Cases, desk.Options, desk.Tally, desk.Clock, _ => desk.Options.IdleAfter, desk.Seat);
                await new Backfill(context, desk.Scan).RunAsync(Some.Time.AddDays(-1), Some.Time.AddDays(1), default);
                return;
            }
            catch (IOException)
            {
                desk.Crash();
            }
        }
    }
}
