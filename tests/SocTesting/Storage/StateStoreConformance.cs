using Microsoft.Extensions.Time.Testing;
using SocCore.Events;
using SocCore.Storage;
using Xunit;

namespace SocTesting.Storage;

/// <summary>What every state store has to keep. One store a test.</summary>
public abstract class StateStoreConformance : IAsyncLifetime
{
    private IStateStore? _store;

    /// <summary>The clock of the store.</summary>
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 12, 2, 0, 0, TimeSpan.Zero));

    /// <summary>The store under test.</summary>
    protected IStateStore Store => _store ?? throw new InvalidOperationException("The store is not open.");

    /// <summary>Opens a store; called again after <see cref="CloseAsync"/>, it must find what was there.</summary>
    protected abstract ValueTask<IStateStore> OpenAsync();

    /// <summary>Closes the store.</summary>
    protected abstract ValueTask CloseAsync();

    /// <summary>Whether the store survives being closed.</summary>
    protected abstract bool IsDurable { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Letter_is_kept_whole()
    {
        DeadLetter letter = MakeLetter(1) with { Bytes = new byte[] { 0, 0xff, 0xfe, 13, 10 }, Name = new byte[] { 7, 0 }, Source = null, ReceivedAt = Some.Time.AddTicks(3) };
        await Store.AddDeadLettersAsync([letter], Cancel);
        await ReopenAsync();
        DeadLetter? read = await Store.GetDeadLetterAsync(letter.Id, AgencyScope.City, Cancel);
        Assert.Equal(letter.Bytes.ToArray(), read!.Bytes.ToArray());
        Assert.Equal(letter.Name.ToArray(), read.Name.ToArray());
        Assert.Equal(letter with { Bytes = default, Name = default }, read with { Bytes = default, Name = default });
        Assert.Null(await Store.GetDeadLetterAsync(new EventId(1, 99), AgencyScope.City, Cancel));
    }

    [Fact]
    public async Task Caller_may_use_its_buffer_again()
    {
        byte[] buffer = [1, 2, 3];
        await Store.AddDeadLettersAsync([MakeLetter(1) with { Bytes = buffer }], Cancel);
        buffer[0] = 9;
        Assert.Equal([1, 2, 3], (await Store.GetDeadLetterAsync(MakeLetter(1).Id, AgencyScope.City, Cancel))!.Bytes.ToArray());
    }

    [Fact]
    public async Task Same_letter_again_counts_a_try()
    {
        await Store.AddDeadLettersAsync([MakeLetter(1), MakeLetter(1)], Cancel);
        await Store.AddDeadLettersAsync([MakeLetter(1)], Cancel);
        DeadLetter read = Assert.Single(await Store.GetDeadLettersAsync(new DeadLetterQuery(), AgencyScope.City, Cancel));
        Assert.Equal(3, read.Tries);
    }

    [Fact]
    public async Task Letters_are_found_by_each_part_newest_first()
    {
        await Store.AddDeadLettersAsync(
            [
                MakeLetter(1),
                MakeLetter(2) with { Source = "infra/nginx" },
                MakeLetter(3) with { Stage = "mapping" },
                MakeLetter(4) with { Reason = "ngày tháng '31/02' không có" },
                MakeLetter(5) with { Agency = "so-yt" },
            ],
            Cancel);
        Assert.Equal("54321", await FindAsync(new DeadLetterQuery()));
        Assert.Equal("2", await FindAsync(new DeadLetterQuery(Source: "infra/nginx")));
        Assert.Equal("3", await FindAsync(new DeadLetterQuery(Stage: "mapping")));
        Assert.Equal("4", await FindAsync(new DeadLetterQuery(Reason: "'31/02'")));
        Assert.Equal("54", await FindAsync(new DeadLetterQuery(Since: Some.Time.AddMinutes(4))));
        Assert.Equal("54", await FindAsync(new DeadLetterQuery(Limit: 2)));
        Assert.Equal("12345", await FindAsync(new DeadLetterQuery(OldestFirst: true)));
        DeadLetterPlace third = new(MakeLetter(3).ReceivedAt, MakeLetter(3).Id);
        Assert.Equal("21", await FindAsync(new DeadLetterQuery(Beyond: third)));
        Assert.Equal("45", await FindAsync(new DeadLetterQuery(OldestFirst: true, Beyond: third)));
        Assert.Equal("4", await FindAsync(new DeadLetterQuery(OldestFirst: true, Beyond: third, Limit: 1)));
        Assert.Equal("5", await FindAsync(new DeadLetterQuery(), AgencyScope.Of("so-yt")));
        Assert.Null(await Store.GetDeadLetterAsync(MakeLetter(5).Id, AgencyScope.Of("so-gtvt"), Cancel));
        Assert.Equal(5, await Store.CountDeadLettersAsync(AgencyScope.City, Cancel));
        Assert.Equal(1, await Store.CountDeadLettersAsync(AgencyScope.Of("so-yt"), Cancel));
    }

    [Fact]
    public async Task Unassigned_letters_are_the_citys_alone()
    {
        await Store.AddDeadLettersAsync([MakeLetter(1) with { Agency = AgencyScope.Unassigned }], Cancel);
        Assert.Equal("1", await FindAsync(new DeadLetterQuery()));
        Assert.Equal("", await FindAsync(new DeadLetterQuery(), AgencyScope.Of(AgencyScope.Unassigned)));
        Assert.Equal(0, await Store.CountDeadLettersAsync(AgencyScope.Of(AgencyScope.Unassigned), Cancel));
    }

    [Fact]
    public async Task Replayed_letters_are_no_longer_dead()
    {
        await Store.AddDeadLettersAsync([MakeLetter(1), MakeLetter(2)], Cancel);
        await Store.MarkReplayedAsync([MakeLetter(1).Id, new EventId(7, 7)], Some.Time.AddHours(1), Cancel);
        Assert.Equal("2", await FindAsync(new DeadLetterQuery()));
        Assert.Equal("21", await FindAsync(new DeadLetterQuery(WithReplayed: true)));
        Assert.Equal(1, await Store.CountDeadLettersAsync(AgencyScope.City, Cancel));
        Assert.Equal(Some.Time.AddHours(1), (await Store.GetDeadLetterAsync(MakeLetter(1).Id, AgencyScope.City, Cancel))!.ReplayedAt);
    }

    [Fact]
    public async Task Letters_of_a_period_are_counted_by_source_most_first()
    {
        await Store.AddDeadLettersAsync(
            [
                MakeLetter(1), MakeLetter(2), MakeLetter(3) with { Source = null, Agency = AgencyScope.Unassigned }, MakeLetter(4), MakeLetter(5) with { Source = "health/portal", Agency = "so-yt" },
                MakeLetter(6) with { Source = "infra/nginx" }, MakeLetter(6) with { Source = "infra/nginx" }, MakeLetter(7),
            ],
            Cancel);
        await Store.MarkReplayedAsync([MakeLetter(4).Id], Some.Time.AddHours(1), Cancel);
        // At or after minute 2, before minute 7: letters 2 to 6, the same one twice counts once.
        Assert.Equal(
            [new DeadLetterCount("infra/sshd", 2, 1), new DeadLetterCount(null, 1, 1), new DeadLetterCount("health/portal", 1, 1), new DeadLetterCount("infra/nginx", 1, 1)],
            await Store.CountDeadLettersAsync(Some.Time.AddMinutes(2), Some.Time.AddMinutes(7), AgencyScope.City, Cancel));
        Assert.Equal([new DeadLetterCount("health/portal", 1, 1)], await Store.CountDeadLettersAsync(Some.Time, Some.Time.AddDays(1), AgencyScope.Of("so-yt"), Cancel));
        Assert.Empty(await Store.CountDeadLettersAsync(Some.Time, Some.Time.AddDays(1), AgencyScope.Of(AgencyScope.Unassigned), Cancel));
        Assert.Empty(await Store.CountDeadLettersAsync(Some.Time.AddMinutes(8), Some.Time.AddDays(1), AgencyScope.City, Cancel));
    }

    [Fact]
    public async Task Documents_are_written_together_and_removed_by_null()
    {
        await Store.SetAsync(new Dictionary<string, string?> { ["user/an"] = "{}", ["user/bình"] = "Thất bại \u0000 '\"", ["USER/x"] = "other", ["user_"] = "wild" }, Cancel);
        await ReopenAsync();
        Assert.Equal("Thất bại \u0000 '\"", await Store.GetAsync("user/bình", Cancel));
        Assert.Equal(["user/an", "user/bình"], (await Store.GetAllAsync("user/", Cancel)).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(4, (await Store.GetAllAsync("", Cancel)).Count);
        await Store.SetAsync(new Dictionary<string, string?> { ["user/an"] = null, ["user_"] = "new", ["none"] = null }, Cancel);
        Assert.Null(await Store.GetAsync("user/an", Cancel));
        Assert.Equal("new", await Store.GetAsync("user_", Cancel));
    }

    [Fact]
    public async Task Many_writers_lose_nothing()
    {
        await Parallel.ForAsync(0, 50, Cancel, async (i, cancel) => await Store.SetAsync(new Dictionary<string, string?> { [$"k{i}"] = "v" }, cancel));
        Assert.Equal(50, (await Store.GetAllAsync("k", Cancel)).Count);
    }

    private static DeadLetter MakeLetter(int n) => new()
    {
        Id = new EventId(1, (ulong)n),
        Bytes = new byte[] { (byte)n },
        Listener = "syslog-udp",
        Peer = "192.0.2.1:514",
        Source = "infra/sshd",
        Agency = "so-gtvt",
        Stage = "decode",
        Reason = "no time",
        ReceivedAt = Some.Time.AddMinutes(n),
    };

    private async Task<string> FindAsync(DeadLetterQuery query, AgencyScope? scope = null) =>
        string.Concat((await Store.GetDeadLettersAsync(query, scope ?? AgencyScope.City, Cancel)).Select(l => l.Id.Low));

    private async Task ReopenAsync()
    {
        if (!IsDurable)
            return;
        await CloseAsync();
        _store = await OpenAsync();
    }
}
