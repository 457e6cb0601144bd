using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Embedded;
using SocStore.Embedded.Events;
using SocTesting;
using Xunit;
using EventId = SocCore.Events.EventId;

namespace SocStore.Tests.Embedded;

public sealed class EventWriterTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(Some.Time);
    private readonly WarningLog _log = new();
    private readonly DuckInstance _duck;
    private readonly DuckSession _session;
    private readonly RecentRing _ring = new(4 << 20);
    private readonly EventWriter _writer;
    private readonly DayFiles _files;
    private long _sequence;

    public EventWriterTests()
    {
        EmbeddedStoreOptions options = new() { Folder = _folder.Path, CheckpointBytes = 1 << 20 };
        _duck = new DuckInstance(options, _folder["tmp"]);
        _session = _duck.Duplicate();
        Directory.CreateDirectory(_folder["events"]);
        _files = new DayFiles(_folder["events"], _session, _log);
        _files.OpenAll();
        _writer = new EventWriter(_files, _duck, _session, _ring, options, _clock, _log);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_beyond_its_length_is_folded_in_when_the_query_that_reads_the_file_is_over()
    {
        await AppendAsync(10);
        long folded = Folded;
        using ManualResetEventSlim over = new();
        Task reading = await ReadUntilAsync(over);
        await AppendAsync(3_000);
        Assert.Equal(folded, Folded);
        await AppendAsync(10);
        Assert.Equal(folded, Folded);
        over.Set();
        await reading;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await AppendAsync(10);
        await UntilFoldedAsync();
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public async Task Log_that_has_grown_far_too_long_is_folded_in_before_more_queries_begin()
    {
        await AppendAsync(10);
        using ManualResetEventSlim over = new();
        Task reading = await ReadUntilAsync(over);
        for (int i = 0; DayFiles.WalBytes(_files.Present!) < 4 << 20; i++)
        {
            Assert.True(i < 100, "the log does not grow");
            await AppendAsync(1_000);
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        await AppendAsync(10);
        Task<int> another = Task.Run(async () => await _duck.ReadAsync(static _ => 1, Cancel), Cancel);
        await Task.Delay(200, Cancel);
        over.Set();
        await reading;
        await UntilFoldedAsync();
        Assert.Equal(1, await another);
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public async Task Day_begins_when_the_file_of_the_day_before_is_free()
    {
        await AppendAsync(10);
        using ManualResetEventSlim over = new();
        Task reading = await ReadUntilAsync(over);
        await AppendAsync(10);
        _clock.Advance(TimeSpan.FromDays(1));
        Task next = AppendAsync(10);
        await Task.Delay(200, Cancel);
        Assert.False(next.IsCompleted, "it does not wait for the query");
        over.Set();
        await reading;
        await next;
        Assert.Equal(2, _files.All.Count);
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public async Task Events_by_id_are_found_in_the_ring_and_in_far_places_of_the_file_alike()
    {
        for (int i = 0; i < 9; i++)
            await AppendAsync(1_000);
        HashSet<EventId> wanted = [.. Enumerable.Range(0, 90).Select(static i => IdOf((i * 97) + 1)), IdOf(8_999), IdOf(9_000), IdOf(20_000)];
        using EventBatch found = await _duck.ReadAsync(session => new EventsById(wanted).Read(session, _files.All, Cancel), Cancel);
        Assert.Equal(92, found.Count);
        for (int i = 0; i < found.Count; i++)
            Assert.Equal($"line {found[i].Sequence}", found[i].Text(EcsField.Message));
        Assert.Equal(wanted.Where(static id => id != IdOf(20_000)).Order(), found.Headers.ToArray().Select(static h => h.Id).Order());

        HashSet<EventId> rest = [.. wanted];
        using EventBatchBuilder builder = new();
        _ring.TakeById(rest, static e => e.Sequence != 9_000, builder);
        using EventBatch recent = builder.Build();
        Assert.DoesNotContain(IdOf(9_000), rest);
        Assert.Contains(IdOf(1), rest);
        Assert.Contains(recent.Headers.ToArray(), static h => h.Sequence == 8_999);
        Assert.DoesNotContain(recent.Headers.ToArray(), static h => h.Sequence == 9_000);
        Assert.Equal(wanted.Count - rest.Count - 1, recent.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _session.Dispose();
        _duck.Dispose();
        _ring.Clear();
        _folder.Dispose();
    }

    private long Folded => _writer.Checkpointed.Select(static p => p.Sequence).DefaultIfEmpty(0).Max();

    /// <summary>An append is answered before the log is looked at.</summary>
    private async Task UntilFoldedAsync()
    {
        for (int i = 0; Folded != _sequence; i++)
        {
            Assert.True(i < 6_000, $"folded in up to {Folded} of {_sequence}");
            await Task.Delay(10, Cancel);
        }
    }

    private static EventId IdOf(long sequence) => EventId.OfPosition(Some.Time.AddSeconds(sequence).ToUnixTimeMilliseconds(), 1, sequence);

    /// <summary>A document of some length that does not compress well.</summary>
    private static string DocumentOf(long sequence) => new JsonObject
    {
        ["message"] = $"line {sequence}",
        ["event"] = new JsonObject { ["original"] = string.Concat(Enumerable.Range(0, 4).Select(part => Convert.ToHexString(SHA512.HashData(BitConverter.GetBytes((sequence * 4) + part))))) },
    }.ToJsonString();

    /// <summary>Begins a query that holds what was committed so far until it is told to end.</summary>
    private async Task<Task> ReadUntilAsync(ManualResetEventSlim over)
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task reading = _duck.ReadAsync(
            session =>
            {
                session.Execute("BEGIN");
                session.Query($"SELECT count(*) FROM {_files.Present!.Catalog}.events", null, static _ => { }, Cancel);
                begun.SetResult();
                over.Wait(Cancel);
                session.Execute("COMMIT");
                return true;
            },
            Cancel).AsTask();
        await begun.Task.WaitAsync(Cancel);
        return reading;
    }

    private async Task AppendAsync(int count)
    {
        using EventBatch batch = Some.Batch(1, _sequence + 1, [.. Enumerable.Range(0, count).Select(i => DocumentOf(_sequence + 1 + i))]);
        _sequence += count;
        AppendOutcome outcome = await _writer.AppendAsync(batch, new SpoolPosition(1, _sequence), mayRepeat: false, Cancel);
        Assert.Equal(count, outcome.Stored);
    }

    private sealed class WarningLog : ILogger
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
                Warnings.Add(formatter(state, exception));
        }
    }
}
