using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;
using Xunit;

namespace SocTesting.Storage;

public abstract partial class EventStoreConformance
{
    [Fact]
    public async Task Store_without_any_event_answers_every_question_with_nothing()
    {
        foreach (Condition condition in (Condition[])[Condition.True, Is("message", "a"), new RegexLeaf(FieldRef.Of("message"), "^a+$")])
        {
            EventQuery query = Where(condition);
            EventPage page = await Store.SearchAsync(query, AgencyScope.City, Cancel);
            using EventBatch batch = page.Events;
            Assert.Equal(0, batch.Count);
            Assert.Null(page.Next);
            Assert.Equal(0, await Store.CountAsync(query, AgencyScope.City, Cancel));
            Assert.Empty(await Store.GetTopAsync(query, EcsField.UserName, 5, AgencyScope.City, Cancel));
            Assert.Empty(await Store.GetTopAsync(query, EcsField.Message, 5, AgencyScope.Of("so-gtvt"), Cancel));
            Assert.All(await Store.GetHistogramAsync(query, TimeSpan.FromDays(1), AgencyScope.City, Cancel), static b => Assert.Equal(0, b.Count));
        }

        using EventBatch found = await Store.GetAsync([new EventId(1, 1)], AgencyScope.City, Cancel);
        Assert.Equal(0, found.Count);
        using EventBatch fresh = await Store.ReadNewAsync(new SpoolPosition(1, 0), 10, Cancel);
        Assert.Equal(0, fresh.Count);
        Assert.Empty(await Store.GetPublishedAsync(Cancel));
        Assert.Equal(0, await Store.DeleteBeforeAsync(DateOnly.MaxValue, Cancel));
    }

    [Fact]
    public async Task Cursor_walks_through_everything_once_and_in_order()
    {
        for (int i = 0; i < 10; i++)
            await AppendAsync((i * 7) + 1, [.. Enumerable.Range(0, 7).Select(n => Line($"{(i * 7) + n + 1}"))]);
        List<long> seen = [];
        SpoolPosition cursor = new(1, 0);
        while (true)
        {
            using EventBatch batch = await Store.ReadNewAsync(cursor, 5, Cancel);
            if (batch.Count == 0)
                break;
            seen.AddRange(Headers(batch).Select(h => h.Sequence));
            cursor = cursor with { Sequence = batch[batch.Count - 1].Sequence };
        }

        Assert.Equal(Enumerable.Range(1, 70).Select(i => (long)i), seen);
    }

    [Fact]
    public async Task Old_cursor_is_served_across_days_and_reopening()
    {
        for (int day = 0; day < 4; day++)
        {
            await AppendAsync((day * 3) + 1, Line($"{day}a"), Line($"{day}b"), Line($"{day}c"));
            Clock.Advance(TimeSpan.FromDays(1));
        }

        if (IsDurable)
            await ReopenAsync();
        await AppendAsync(13, Line("new"));
        List<string> seen = [];
        SpoolPosition cursor = new(1, 1);
        while (true)
        {
            using EventBatch batch = await Store.ReadNewAsync(cursor, 4, Cancel);
            if (batch.Count == 0)
                break;
            seen.AddRange(Messages(batch));
            cursor = cursor with { Sequence = batch[batch.Count - 1].Sequence };
        }

        Assert.Equal(["0b", "0c", "1a", "1b", "1c", "2a", "2b", "2c", "3a", "3b", "3c", "new"], seen);
    }

    [Fact]
    public async Task Spools_are_read_apart()
    {
        using EventBatch first = Some.Batch(1, 1, Line("one"));
        using EventBatch second = Some.Batch(2, 1, Line("two"));
        await Store.AppendAsync(first, new SpoolPosition(1, 1), mayRepeat: false, Cancel);
        await Store.AppendAsync(second, new SpoolPosition(2, 1), mayRepeat: false, Cancel);
        using EventBatch read = await Store.ReadNewAsync(new SpoolPosition(2, 0), 10, Cancel);
        Assert.Equal(["two"], Messages(read));
        using EventBatch none = await Store.ReadNewAsync(new SpoolPosition(9, 0), 10, Cancel);
        Assert.Equal(0, none.Count);
    }

    [Fact]
    public async Task Gaps_in_the_sequence_are_no_end()
    {
        await AppendAsync(10, Line("10"));
        await Store.AppendAsync(EventBatch.Empty, new SpoolPosition(1, 5000), mayRepeat: false, Cancel);
        await AppendAsync(100_000, Line("100000"));
        if (IsDurable)
            await ReopenAsync();
        using EventBatch read = await Store.ReadNewAsync(new SpoolPosition(1, 0), 10, Cancel);
        Assert.Equal(["10", "100000"], Messages(read));
        using EventBatch behind = await Store.ReadNewAsync(new SpoolPosition(1, 10), 10, Cancel);
        Assert.Equal(["100000"], Messages(behind));
    }

    [Fact]
    public async Task Events_of_one_record_are_never_parted()
    {
        using EventBatch parts = Some.Batch(Line("a"), Line("b"), Line("c"), Line("d"));
        using EventBatchBuilder builder = new();
        builder.Append(parts[0], 1);
        builder.Append(parts[1], 2);
        builder.Append(parts[2], 2);
        builder.Append(parts[3], 3);
        using EventBatch batch = builder.Build();
        await Store.AppendAsync(batch, new SpoolPosition(1, 3), mayRepeat: false, Cancel);
        for (int round = 0; round < (IsDurable ? 2 : 1); round++)
        {
            using EventBatch read = await Store.ReadNewAsync(new SpoolPosition(1, 0), 2, Cancel);
            Assert.Equal(["a", "b", "c"], Messages(read));
            if (IsDurable && round == 0)
                await ReopenAsync();
        }
    }

    [Fact]
    public async Task Waiting_ends_with_the_next_commit()
    {
        await AppendAsync(1, Line("1"));
        IReadOnlyList<SpoolPosition> known = await Store.GetPublishedAsync(Cancel);
        Task<bool> waiting = Store.WaitForNewAsync(known, TimeSpan.FromHours(1), Cancel).AsTask();
        Assert.False(waiting.IsCompleted);
        await AppendAsync(2, Line("2"));
        Assert.True(await waiting.WaitAsync(TimeSpan.FromMinutes(2), Cancel));
    }

    [Fact]
    public async Task Waiting_for_what_is_there_does_not_wait()
    {
        await AppendAsync(1, Line("1"));
        Assert.True(await Store.WaitForNewAsync([], TimeSpan.FromHours(1), Cancel));
        Assert.True(await Store.WaitForNewAsync([new SpoolPosition(1, 0)], TimeSpan.FromHours(1), Cancel));
    }

    [Fact]
    public async Task Waiting_for_nothing_ends_in_time()
    {
        Task<bool> waiting = Store.WaitForNewAsync([], TimeSpan.FromSeconds(5), Cancel).AsTask();
        Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(waiting.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(await waiting.WaitAsync(TimeSpan.FromMinutes(2), Cancel));
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using CancellationTokenSource source = new();
        Task<bool> waiting = Store.WaitForNewAsync([], TimeSpan.FromHours(1), source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromMinutes(2), Cancel));
    }

    [Fact]
    public async Task Events_are_found_by_id()
    {
        using EventBatch batch = Some.Batch(Line("a"), Line("b", "so-yt"), Line("c", null));
        await Store.AppendAsync(batch, new SpoolPosition(1, 3), mayRepeat: false, Cancel);
        Clock.Advance(TimeSpan.FromDays(1));
        await AppendAsync(4, Line("d"));
        EventId[] ids = [.. Headers(batch).Select(h => h.Id), new EventId(1, 1)];
        using EventBatch city = await Store.GetAsync(ids, AgencyScope.City, Cancel);
        Assert.Equal(["a", "b", "c"], Messages(city).Order());
        using EventBatch agency = await Store.GetAsync(ids, AgencyScope.Of("so-yt"), Cancel);
        Assert.Equal(["b"], Messages(agency));
        using EventBatch none = await Store.GetAsync([], AgencyScope.City, Cancel);
        Assert.Equal(0, none.Count);
    }
}
