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
    private static readonly int Size = Environment.GetEnvironmentVariable("SOC_PROOF") == "full" ? 500 : 60;

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
    public async Task Order_crash_and_rerun_change_nothing(CorrelationType type, bool extended)
    {
        await (from trace in Traces.Of(type, extended)
         from chunks in Gen.Int[1, 12].Array[1, 30]
         from crashes in Gen.Bool.Array[1, 30]
         from fates in Gen.Int[0, 8].Array[1, 30]
         select (trace, chunks, crashes, fates))
            .SampleAsync(
                async c => await CheckAsync(c.trace, c.chunks, c.crashes, c.fates),
                iter: Size, seed: "0N0XIzNsQ0O2", threads: 1);
    }

    private static async Task CheckAsync(Traces.Trace trace, int[] chunks, bool[] crashes, int[] fates)
    {
        IReadOnlyList<string> wanted = Oracle.Bursts(trace.Rule, trace.Events);
        RuleSet rules = Desk.Set(Desk.Action("a"), Desk.Action("b"), Desk.Action("c"), trace.Rule);

        Desk whole = new(rules);
        await whole.SendAndScanAsync([.. trace.Events]);
        await EndAsync(whole);
        Assert.Equal(wanted, await LinesAsync(whole));

        Desk torn = new(rules);
        int turn = 0;
        int commits = 0;
        torn.Cases = new FlakyCaseStore(torn.Cases, () => ++commits % 2 == 0 && fates[commits / 2 % fates.Length] is var fate && fate <= 2 ? fate : 0);
        torn.Crash();
        Told[] arrived = [.. trace.Events
            .Select((told, i) => told with { Received = told.Time.AddSeconds(trace.Delays[i]) })
            .OrderBy(static t => t.Received)];
        for (int at = 0; at < arrived.Length; turn++)
        {
            int size = Math.Min(chunks[turn % chunks.Length], arrived.Length - at);
            await torn.SendAsync(arrived[at..(at + size)]);
            at += size;
            await DrainAsync(torn);
            if (crashes[turn % crashes.Length])
                torn.Crash();
        }

        await EndAsync(torn);
        Assert.Equal(wanted, await LinesAsync(torn));
        IReadOnlyList<string> run = await whole.RunAsync();
        Assert.Equal(run, await torn.RunAsync());

        // Twice everything again, once from nothing.
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

    private static async Task<string[]> IncidentsAsync(Desk desk) =>
        [.. (await desk.IncidentsAsync()).Select(static i => $"{i.Uid} {i.EventCount} {i.DetectionCount} {i.Start:O} {i.End:O}").Order(StringComparer.Ordinal)];

    private static async Task<IReadOnlyList<string>> LinesAsync(Desk desk) =>
        [.. (await desk.LiveAsync("correlation"))
            .Select(static d => Oracle.Line(d.RuleId, d.GroupKey, d.FirstEvent, d.ReachedAt, d.LastEvent, d.Evidence.Select(static e => e.Id)))
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
                DetectContext context = new(desk.Events, desk.Cases, desk.Options, desk.Tally, desk.Clock, _ => desk.Options.IdleAfter);
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
