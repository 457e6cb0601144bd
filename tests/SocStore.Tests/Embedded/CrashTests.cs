using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Embedded;
using SocTesting;
using Xunit;

namespace SocStore.Tests.Embedded;

/// <summary>
/// The files of a running store, copied, are what a killed process leaves: everything acknowledged has to be in them. Then
/// the write-ahead log is damaged as a loss of power may damage it.
/// </summary>
public sealed class CrashTests : IAsyncDisposable
{
    private const int Batches = 20;
    private const int BatchSize = 50;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(Some.Time);
    private readonly EmbeddedStore _store;

    public CrashTests() => _store = Open(_folder["live"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_acknowledged_survives_a_kill()
    {
        await FillAsync();
        (long count, long published) = await ReadAsync(Copy("killed"));
        Assert.Equal((Batches * BatchSize, Batches * BatchSize), (count, published));
    }

    public static TheoryData<string> Damages => ["cut", "zeroed", "trailing zeros", "flipped"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Damaged_log_gives_back_whole_batches_and_says_how_far(string damage)
    {
        await FillAsync();
        string folder = Copy("damaged");
        string wal = Directory.GetFiles(Path.Combine(folder, "events"), "*.wal").Single();
        await DamageAsync(wal, damage);
        (long count, long published) = await ReadAsync(folder);
        Assert.Equal(count, published);
        Assert.Equal(0, count % BatchSize);
        Assert.InRange(count, damage == "trailing zeros" ? Batches * BatchSize : 1, Batches * BatchSize);
        // What is lost is delivered again, and only that is stored.
        await using EmbeddedStore again = Open(folder);
        AppendOutcome outcome = await AppendAsync(again, 1, Batches * BatchSize, mayRepeat: true);
        Assert.Equal(new AppendOutcome((Batches * BatchSize) - (int)count, (int)count), outcome);
    }

    [Fact]
    public async Task Lost_log_leaves_an_empty_day_that_can_be_written()
    {
        await FillAsync();
        string folder = Copy("lost");
        File.Delete(Directory.GetFiles(Path.Combine(folder, "events"), "*.wal").Single());
        Assert.Equal((0, 0), await ReadAsync(folder));
        await using EmbeddedStore again = Open(folder);
        Assert.Equal(new AppendOutcome(10, 0), await AppendAsync(again, 1, 10, mayRepeat: true));
    }

    [Fact]
    public async Task Day_that_a_crash_left_without_tables_is_removed()
    {
        await FillAsync();
        string folder = Copy("torn");
        await File.WriteAllBytesAsync(Path.Combine(folder, "events", "events-20260313.duckdb"), [], Cancel);
        (long count, long published) = await ReadAsync(folder);
        Assert.Equal((Batches * BatchSize, Batches * BatchSize), (count, published));
        Assert.Single(Directory.GetFiles(Path.Combine(folder, "events"), "*.duckdb"));
    }

    [Fact]
    public async Task Checkpointed_position_follows_the_clock_not_the_commit()
    {
        await FillAsync();
        Assert.Empty(_store.Checkpoints.Checkpointed);
        _clock.Advance(TimeSpan.FromMinutes(5));
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        late.CancelAfter(TimeSpan.FromMinutes(2));
        while (_store.Checkpoints.Checkpointed.Count == 0)
            await Task.Delay(10, late.Token);
        Assert.Equal([new SpoolPosition(1, Batches * BatchSize)], _store.Checkpoints.Checkpointed);
        // From here on the log is not needed.
        string folder = Copy("checkpointed");
        foreach (string wal in Directory.GetFiles(Path.Combine(folder, "events"), "*.wal"))
            File.Delete(wal);
        Assert.Equal((Batches * BatchSize, Batches * BatchSize), await ReadAsync(folder));
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task DamageAsync(string wal, string damage)
    {
        byte[] bytes = await File.ReadAllBytesAsync(wal, Cancel);
        switch (damage)
        {
            case "cut":
                bytes = bytes[..^37];
                break;
            case "zeroed":
                bytes.AsSpan(bytes.Length - 300).Clear();
                break;
            case "trailing zeros":
                Array.Resize(ref bytes, bytes.Length + 4096);
                break;
            default:
                bytes[bytes.Length / 2] ^= 0x40;
                break;
        }

        await File.WriteAllBytesAsync(wal, bytes, Cancel);
    }

    private static async Task<AppendOutcome> AppendAsync(EmbeddedStore store, long first, int count, bool mayRepeat)
    {
        using EventBatch batch = Some.Batch(1, first, [.. Enumerable.Range(0, count).Select(i => $$"""{"message":"{{first + i}}"}""")]);
        return await store.Events.AppendAsync(batch, new SpoolPosition(1, first + count - 1), mayRepeat, Cancel);
    }

    private async Task FillAsync()
    {
        for (int i = 0; i < Batches; i++)
            await AppendAsync(_store, (i * BatchSize) + 1, BatchSize, mayRepeat: false);
    }

    private EmbeddedStore Open(string folder) => EmbeddedStore.Open(new EmbeddedStoreOptions { Folder = folder }, _clock, NullLoggerFactory.Instance);

    private string Copy(string name)
    {
        string events = Path.Combine(_folder[name], "events");
        Directory.CreateDirectory(events);
        foreach (string file in Directory.GetFiles(Path.Combine(_folder["live"], "events")))
            File.Copy(file, Path.Combine(events, Path.GetFileName(file)));
        return _folder[name];
    }

    private async Task<(long Count, long Published)> ReadAsync(string folder)
    {
        await using EmbeddedStore store = Open(folder);
        long count = await store.Events.CountAsync(new EventQuery(Condition.True, Some.Time.AddDays(-1), Some.Time.AddDays(1)), AgencyScope.City, Cancel);
        return (count, (await store.Events.GetPublishedAsync(Cancel)).Select(p => p.Sequence).SingleOrDefault());
    }
}
