using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocCore.Ports;
using SocCore.Storage;
using SocDetect.Scheduling;
using SocStore.InMemory;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Scheduling;

public sealed class WorkLedgerTests
{
    private readonly FakeTimeProvider _clock = new(Some.Time);
    private readonly InMemoryCaseStore _cases;
    private readonly InMemoryStateStore _state;

    public WorkLedgerTests()
    {
        _cases = new InMemoryCaseStore(_clock);
        _state = new InMemoryStateStore(_clock);
    }

    private sealed class Hourly(Func<DateTimeOffset, bool> fails) : IScheduledWork
    {
        public List<(DateTimeOffset From, DateTimeOffset To)> Done { get; } = [];

        public int Tries { get; private set; }

        public string Name => "hourly";

        public string Cron { get; init; } = "0 0 * * * ?";

        public string TimeZone { get; init; } = "Asia/Ho_Chi_Minh";

        /// <summary>What happens amid each interval.</summary>
        public Func<Task> Amid { get; init; } = static () => Task.CompletedTask;

        public async Task RunAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
        {
            Tries++;
            if (fails(to))
                throw new IOException("the disk is full");
            await Amid();
            Done.Add((from, to));
        }
    }

    private WorkLedger Ledger() => new(_state, _cases, _clock, NullLogger<WorkLedger>.Instance);

    [Fact]
    public async Task Missed_intervals_run_one_by_one_in_order_after_a_restart()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Hourly work = new(static _ => false);
        await Ledger().CatchUpAsync(work, cancel);
        Assert.Empty(work.Done);
        _clock.Advance(TimeSpan.FromHours(3.5));
        await Ledger().CatchUpAsync(work, cancel);
        await Ledger().CatchUpAsync(work, cancel);

        Assert.Equal([1.0, 2.0, 3.0], work.Done.Select(static d => (d.To - Some.Time).TotalHours));
        Assert.Equal([Some.Time, work.Done[0].To, work.Done[1].To], work.Done.Select(static d => d.From));
        Assert.Equal(3, (await _cases.GetLedgerAsync(DateTimeOffset.MinValue, 100, cancel)).Count(static r => r is { Kind: "scan", Subject: "work/hourly" }));
    }

    [Fact]
    public async Task An_interval_that_fails_is_tried_again_and_given_up_with_a_row()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Hourly work = new(static to => to == Some.Time.AddHours(1));
        WorkLedger ledger = Ledger();
        await ledger.EnrolAsync(work, cancel);
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.False(ledger.IsToBeRetried(work));
        for (int i = 0; i < WorkLedger.MostTries; i++)
        {
            await ledger.CatchUpAsync(work, cancel);
            Assert.Equal(i < WorkLedger.MostTries - 1, ledger.IsToBeRetried(work));
        }

        Assert.Equal(WorkLedger.MostTries + 1, work.Tries);
        Assert.Equal((Some.Time.AddHours(1), Some.Time.AddHours(2)), Assert.Single(work.Done));
        IReadOnlyList<LedgerRow> rows = await _cases.GetLedgerAsync(DateTimeOffset.MinValue, 100, cancel);
        Assert.Equal((3, 1, 1), (rows.Count(static r => r.Kind == "failed"), rows.Count(static r => r.Kind == "skipped"), rows.Count(static r => r.Kind == "scan")));
    }

    [Fact]
    public async Task Process_that_is_no_longer_the_active_one_runs_no_further_interval()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Hourly work = new(static _ => false);
        WorkLedger ledger = Ledger();
        await ledger.EnrolAsync(work, cancel);
        _clock.Advance(TimeSpan.FromHours(5));
        await ledger.CatchUpAsync(work, static () => false, cancel);
        Assert.Empty(work.Done);
        await ledger.CatchUpAsync(work, () => work.Done.Count < 2, cancel);
        Assert.Equal(2, work.Done.Count);
        await ledger.CatchUpAsync(work, cancel);
        Assert.Equal([1.0, 2.0, 3.0, 4.0, 5.0], work.Done.Select(static d => (d.To - Some.Time).TotalHours));
    }

    [Fact]
    public async Task Process_that_was_overtaken_amid_an_interval_notes_nothing_and_sets_nothing_back()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Hourly successor = new(static _ => false);
        Hourly deposed = new(static _ => false) { Amid = () => successor.Done.Count == 0 ? Ledger().CatchUpAsync(successor, cancel) : Task.CompletedTask };
        WorkLedger ledger = Ledger();
        await ledger.EnrolAsync(deposed, cancel);
        _clock.Advance(TimeSpan.FromHours(3));
        await ledger.CatchUpAsync(deposed, cancel);
        Assert.Equal(3, successor.Done.Count);
        Assert.Single(deposed.Done);
        await Ledger().CatchUpAsync(successor, cancel);
        Assert.Equal(3, successor.Done.Count);
        Assert.Equal(3, (await _cases.GetLedgerAsync(DateTimeOffset.MinValue, 100, cancel)).Count(static r => r.Kind == "scan"));
    }

    [Theory]
    [InlineData("every day", "Asia/Ho_Chi_Minh", "cron expression 'every day'")]
    [InlineData("0 0 * * * ?", "Asia/Saigon-2", "time zone 'Asia/Saigon-2'")]
    public void A_wrong_schedule_is_refused_in_words(string cron, string zone, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => WorkLedger.CronOf(new Hourly(static _ => false) { Cron = cron, TimeZone = zone })).Message, StringComparison.Ordinal);
}
