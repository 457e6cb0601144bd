using CsCheck;
using SocCore.Incidents;
using SocCore.Rules;
using SocDetect.Tests.Scheduling;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Correlation;

/// <summary>
/// A burst that lasts many timespans is held in part and remembered in part. However often the process dies meanwhile, and
/// wherever its batches are cut, it counts every match once.
/// </summary>
public sealed class LongBurstTests
{
    private const int Seconds = 1200;

    private static readonly int Size = Environment.GetEnvironmentVariable("SOC_PROOF") == "full" ? 200 : 12;

    [Theory]
    [InlineData(CorrelationType.EventCount)]
    [InlineData(CorrelationType.ValueCount)]
    public Task A_long_burst_counts_every_match_once_however_often_the_process_dies(CorrelationType type) =>
        (from chunks in Gen.Int[1, 1500].Array[1, 30]
         from crashes in Gen.Bool.Array[1, 30]
         select (chunks, crashes))
            .TryAllAsync(
                async c =>
                {
                    CorrelationRule rule = new()
                    {
                        Id = "correlation",
                        Title = "Long",
                        Type = type,
                        RuleIds = ["a"],
                        GroupBy = ["source.ip"],
                        Fields = type == CorrelationType.ValueCount ? ["user.name"] : [],
                        Timespan = TimeSpan.FromMinutes(1),
                        Range = new CountRange([(CountOperator.Gte, 20)]),
                        LogicHash = "long",
                        Lateness = TimeSpan.FromSeconds(30),
                    };
                    Desk desk = new(Desk.Set(Desk.Action("a"), rule));
                    // Two a second in each of two groups, of the same instant.
                    Told[] told = [.. Enumerable.Range(0, Seconds * 4).Select(static i => new Told("a", i / 4, ("source.ip", $"192.0.2.{i % 2}"), ("user.name", $"n{i}")))];
                    for (int at = 0, chunk = 0; at < told.Length; chunk++)
                    {
                        int size = Math.Min(c.chunks[chunk % c.chunks.Length], told.Length - at);
                        await desk.SendAndScanAsync(told[at..(at + size)]);
                        at += size;
                        if (c.crashes[chunk % c.crashes.Length])
                            desk.Crash();
                    }

                    IReadOnlyList<Detection> live = await desk.LiveAsync();
                    Assert.Equal([Seconds * 2, Seconds * 2], live.Select(static d => d.MatchCount));
                },
                Size, "0N0XIzNsQ0O2");
}
