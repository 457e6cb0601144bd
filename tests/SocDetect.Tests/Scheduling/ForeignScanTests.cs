using SocCore.Incidents;
using SocCore.Rules;
using SocCore.Storage;
using Xunit;

namespace SocDetect.Tests.Scheduling;

/// <summary>Events of others in the scan: evaluated beside the own ones, committed with what says that they were, doubled by nothing.</summary>
public sealed class ForeignScanTests
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

    [Fact]
    public async Task Own_and_foreign_events_are_counted_in_one_window()
    {
        (Desk desk, ForeignShelf shelf) = Make();
        shelf.Tell("a", 1);
        shelf.Tell("b", 2);
        shelf.Tell("a", 3);
        await desk.SendAndScanAsync(Own(0), Own(2), Own(4));
        Assert.Equal(5, Assert.Single(await desk.LiveAsync()).MatchCount);
        Assert.Equal([2], shelf.Kept);
        Assert.Contains(await desk.LedgerAsync(), static r => r is { Kind: "late", Subject: "foreign/shelf × unassigned" });
        Assert.Contains(desk.Scan.Open, static r => r is { Subject: "foreign/shelf × unassigned", Count: 3 });
    }

    [Fact]
    public async Task Detector_that_dies_at_any_moment_doubles_nothing()
    {
        (Desk desk, ForeignShelf shelf) = Make();
        for (int i = 0; i < 12; i++)
        {
            shelf.Tell("a", i * 5);
            await desk.Scan.DrainAsync(default);
            desk.Crash();
        }

        await desk.Scan.DrainAsync(default);
        Assert.True(shelf.Opened >= 12);
        Detection detection = Assert.Single(await desk.DetectionsAsync());
        Assert.Equal(12, detection.MatchCount);
        Assert.Equal(12, Assert.Single(await desk.IncidentsAsync()).EventCount);
    }

    [Fact]
    public async Task Batch_that_could_not_be_committed_is_read_again()
    {
        (Desk desk, ForeignShelf shelf) = Make();
        for (int i = 0; i < 6; i++)
            shelf.Tell("a", i);
        int fails = 2;
        shelf.OnKeep = () =>
        {
            if (fails-- > 0)
                throw new IOException("The store is away.");
        };
        await Assert.ThrowsAsync<IOException>(() => desk.Scan.DrainAsync(default));
        await Assert.ThrowsAsync<IOException>(() => desk.Scan.DrainAsync(default));
        Assert.Empty(await desk.DetectionsAsync());
        await desk.Scan.DrainAsync(default);
        Assert.Equal(3, shelf.Opened);
        Assert.Equal(6, Assert.Single(await desk.LiveAsync()).MatchCount);
    }

    [Fact]
    public async Task Slow_look_at_others_holds_no_own_event_up()
    {
        (Desk desk, ForeignShelf shelf) = Make();
        TaskCompletionSource slow = new();
        shelf.Slowness = slow.Task;
        shelf.Tell("a", 1);
        Task scan = desk.SendAndScanAsync(Own(0), Own(2), Own(4), Own(5), Own(6));
        while (!scan.IsCompleted)
        {
            // The clock stands still unless it is told: that the scan waits no longer than it should is up to it.
            desk.Clock.Advance(TimeSpan.FromMilliseconds(300));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await scan;
        Assert.Equal(5, Assert.Single(await desk.LiveAsync()).MatchCount);
        slow.SetResult();
        for (int i = 0; i < 200 && (await desk.LiveAsync())[0].MatchCount < 6; i++)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
            await desk.Scan.DrainAsync(default);
        }

        Assert.Equal(6, Assert.Single(await desk.LiveAsync()).MatchCount);
    }

    [Fact]
    public async Task Feed_in_trouble_is_not_said_to_be_evaluated()
    {
        (Desk desk, ForeignShelf shelf) = Make();
        shelf.Tell("a", 1);
        await desk.Scan.DrainAsync(default);
        Assert.Contains(desk.Scan.Open, static r => r is { Subject: "foreign/shelf × unassigned", Count: 1 });
        shelf.Trouble = new LedgerRow("failed", "foreign/shelf × unassigned", SocTesting.Some.Time, SocTesting.Some.Time, 0, "away", SocTesting.Some.Time);
        await desk.Scan.DrainAsync(default);
        Assert.DoesNotContain(desk.Scan.Open, static r => r.Subject.StartsWith("foreign/", StringComparison.Ordinal));
        Assert.Contains(await desk.LedgerAsync(), static r => r is { Kind: "failed", Text: "away" });
        Assert.Contains(await desk.LedgerAsync(), static r => r is { Kind: "scan", Subject: "foreign/shelf × unassigned", Count: 1 });
    }

    [Fact]
    public async Task Published_events_that_are_not_to_be_seen_are_a_row_once()
    {
        MissingNote missing = new(new MissingEvents(1, 4, 9, 2, SocTesting.Some.Time));
        Desk desk = new(Desk.Set(Desk.Action("a"), FiveInAMinute)) { Missing = missing };
        desk.Crash();
        await desk.SendAndScanAsync(Own(0));
        await desk.SendAndScanAsync(Own(1));
        LedgerRow row = Assert.Single(await desk.LedgerAsync(), static r => r.Kind == "missing");
        Assert.Equal(("spool 1", 2L), (row.Subject, row.Count));
        Assert.Contains("behind sequence 4 up to 9", row.Text, StringComparison.Ordinal);
        Assert.Empty(missing.Missing);
    }

    private static (Desk Desk, ForeignShelf Shelf) Make()
    {
        ForeignShelf shelf = new();
        Desk desk = new(Desk.Set(Desk.Action("a"), FiveInAMinute)) { Foreign = shelf };
        desk.Crash();
        return (desk, shelf);
    }

    private static Told Own(double second) => new("a", second, ("source.ip", "192.0.2.1"));
}
