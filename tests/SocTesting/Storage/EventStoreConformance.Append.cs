using SocCore.Events;
using SocCore.Storage;
using Xunit;

namespace SocTesting.Storage;

public abstract partial class EventStoreConformance
{
    [Fact]
    public async Task Appended_events_come_back_whole()
    {
        string[] documents =
        [
            """{"message":"Đăng nhập thất bại","organization":{"id":"so-gtvt"},"event":{"category":["authentication","session"],"type":["start"]},"source":{"ip":"2001:db8::1","port":443}}""",
            """{"message":"tab\tnewline\nquote\" backslash\\ bell\u0007 nul\u0000 end","vendor":{"list":[{"a":1},{"b":[2,3]}],"rate":1.50,"on":true,"big":12345678901234567890123}}""",
            """{"vendor":{"a":1,"a.b":2,"a.c.d":"deep"},"tags":["x","y","x"],"destination":{"ip":"255.255.255.255"}}""",
            """{"source":{"ip":["192.0.2.1","198.51.100.2"],"port":"seven"},"http":{"response":{"status_code":99999999999}}}""",
            "{}",
        ];
        using EventBatch batch = Some.Batch(3, 41, documents);
        AppendOutcome outcome = await Store.AppendAsync(batch, new SpoolPosition(3, 45), mayRepeat: false, Cancel);
        Assert.Equal(new AppendOutcome(5, 0), outcome);

        if (IsDurable)
            await ReopenAsync();
        using EventBatch read = await Store.ReadNewAsync(new SpoolPosition(3, 0), 100, Cancel);
        Assert.Equal(5, read.Count);
        for (int i = 0; i < read.Count; i++)
        {
            EventHeader expected = batch[i].Header;
            EventHeader actual = read[i].Header;
            Assert.Equal((expected.Id, expected.Spool, expected.Sequence, expected.Timestamp, expected.Created), (actual.Id, actual.Spool, actual.Sequence, actual.Timestamp, actual.Created));
            Assert.Equal(batch[i].ToJson(), read[i].ToJson());
        }
    }

    [Fact]
    public async Task Times_keep_all_their_digits()
    {
        using EventBatchBuilder builder = new();
        builder.Begin();
        builder.AddText(EcsField.Message, "precise");
        builder.Commit(new EventId(7, 9), 1, 1, Some.Time.UtcTicks + 7, Some.Time.UtcTicks + 1_234_567);
        using EventBatch batch = builder.Build();
        await Store.AppendAsync(batch, new SpoolPosition(1, 1), mayRepeat: false, Cancel);

        EventPage page = await Store.SearchAsync(All(), AgencyScope.City, Cancel);
        using EventBatch found = page.Events;
        Assert.Equal(Some.Time.UtcTicks + 7, found[0].Header.Timestamp);
        Assert.Equal(Some.Time.UtcTicks + 1_234_567, found[0].Header.Created);
    }

    [Fact]
    public async Task Same_id_is_stored_once()
    {
        using EventBatch batch = Some.Batch(Line("a"), Line("b"), Line("c"));
        Assert.Equal(new AppendOutcome(3, 0), await Store.AppendAsync(batch, new SpoolPosition(1, 3), mayRepeat: false, Cancel));
        Assert.Equal(new AppendOutcome(0, 3), await Store.AppendAsync(batch, new SpoolPosition(1, 3), mayRepeat: true, Cancel));
        Assert.Equal(3, await Store.CountAsync(All(), AgencyScope.City, Cancel));
    }

    [Fact]
    public async Task Repeat_after_reopening_is_stored_once()
    {
        using EventBatch batch = Some.Batch(Line("a"), Line("b"));
        await Store.AppendAsync(batch, new SpoolPosition(1, 2), mayRepeat: false, Cancel);
        await ReopenAsync();
        Assert.Equal(new AppendOutcome(0, 2), await Store.AppendAsync(batch, new SpoolPosition(1, 2), mayRepeat: true, Cancel));
        Assert.Equal(2, await Store.CountAsync(All(), AgencyScope.City, Cancel));
    }

    [Fact]
    public async Task Repeat_on_a_later_day_is_stored_once()
    {
        using EventBatch batch = Some.Batch(Line("a"), Line("b"));
        await Store.AppendAsync(batch, new SpoolPosition(1, 2), mayRepeat: false, Cancel);
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(new AppendOutcome(0, 2), await Store.AppendAsync(batch, new SpoolPosition(1, 2), mayRepeat: true, Cancel));
        Assert.Equal(2, await Store.CountAsync(All(), AgencyScope.City, Cancel));
    }

    [Fact]
    public async Task Partial_repeat_stores_what_is_new_in_order()
    {
        await AppendAsync(1, Line("1"), Line("2"));
        using EventBatch all = Some.Batch(Line("1"), Line("2"), Line("3"), Line("4"));
        Assert.Equal(new AppendOutcome(2, 2), await Store.AppendAsync(all, new SpoolPosition(1, 4), mayRepeat: true, Cancel));
        using EventBatch read = await Store.ReadNewAsync(new SpoolPosition(1, 0), 100, Cancel);
        Assert.Equal(["1", "2", "3", "4"], Messages(read));
    }

    [Fact]
    public async Task Repeat_within_one_batch_is_stored_once()
    {
        using EventBatch one = Some.Batch(Line("once"));
        using EventBatchBuilder builder = new();
        builder.Append(one[0], 1);
        builder.Append(one[0], 2);
        using EventBatch twice = builder.Build();
        Assert.Equal(new AppendOutcome(1, 1), await Store.AppendAsync(twice, new SpoolPosition(1, 2), mayRepeat: true, Cancel));
    }

    [Fact]
    public async Task Replayed_letter_with_a_new_sequence_is_read_behind_the_cursor()
    {
        await AppendAsync(1, Line("1"), Line("2"));
        using EventBatch late = Some.Batch(1, 1000, Line("dead before"));
        using EventBatchBuilder builder = new();
        builder.Append(late[0], 3);
        using EventBatch replay = builder.Build();
        await Store.AppendAsync(replay, new SpoolPosition(1, 3), mayRepeat: true, Cancel);
        using EventBatch read = await Store.ReadNewAsync(new SpoolPosition(1, 2), 10, Cancel);
        Assert.Equal(late[0].Id, Assert.Single(Headers(read)).Id);
    }

    [Fact]
    public async Task Equal_lines_are_two_events()
    {
        await AppendAsync(1, Line("same", time: Some.Time), Line("same", time: Some.Time));
        Assert.Equal(2, await Store.CountAsync(All(), AgencyScope.City, Cancel));
    }

    [Fact]
    public async Task Empty_batch_moves_the_position()
    {
        Assert.Equal(new AppendOutcome(0, 0), await Store.AppendAsync(EventBatch.Empty, new SpoolPosition(2, 17), mayRepeat: false, Cancel));
        Assert.Equal([new SpoolPosition(2, 17)], await Store.GetPublishedAsync(Cancel));
        if (IsDurable)
        {
            await ReopenAsync();
            Assert.Equal([new SpoolPosition(2, 17)], await Store.GetPublishedAsync(Cancel));
        }
    }

    [Fact]
    public async Task Position_never_goes_back()
    {
        await Store.AppendAsync(EventBatch.Empty, new SpoolPosition(1, 17), mayRepeat: false, Cancel);
        await Store.AppendAsync(EventBatch.Empty, new SpoolPosition(1, 5), mayRepeat: true, Cancel);
        Assert.Equal([new SpoolPosition(1, 17)], await Store.GetPublishedAsync(Cancel));
    }

    [Fact]
    public async Task Position_survives_the_change_of_day()
    {
        await AppendAsync(1, Line("today"));
        Clock.Advance(TimeSpan.FromDays(1));
        await Store.AppendAsync(EventBatch.Empty, new SpoolPosition(2, 9), mayRepeat: false, Cancel);
        if (IsDurable)
            await ReopenAsync();
        Assert.Equal([new SpoolPosition(1, 1), new SpoolPosition(2, 9)], await Store.GetPublishedAsync(Cancel));
    }

    [Fact]
    public async Task Foreign_spool_disorder_and_events_beyond_the_position_are_refused()
    {
        using EventBatch batch = Some.Batch(Line("1"), Line("2"));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.AppendAsync(batch, new SpoolPosition(2, 2), mayRepeat: false, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.AppendAsync(batch, new SpoolPosition(1, 1), mayRepeat: false, Cancel));
        using EventBatchBuilder builder = new();
        builder.Append(batch[1]);
        builder.Append(batch[0]);
        using EventBatch backwards = builder.Build();
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.AppendAsync(backwards, new SpoolPosition(1, 2), mayRepeat: false, Cancel));
        Assert.Equal(0, await Store.CountAsync(All(), AgencyScope.City, Cancel));
        Assert.Empty(await Store.GetPublishedAsync(Cancel));
    }

    [Fact]
    public async Task Caller_may_let_go_of_a_batch_at_once()
    {
        for (int round = 0; round < 20; round++)
            await AppendAsync((round * 50) + 1, [.. Enumerable.Range(0, 50).Select(i => Line($"{round}/{i}"))]);
        using EventBatch read = await Store.ReadNewAsync(new SpoolPosition(1, 120), 200, Cancel);
        Assert.All(Headers(read), h => Assert.InRange(h.Sequence, 121, 320));
        for (int i = 0; i < read.Count; i++)
            Assert.Equal($"{(read[i].Sequence - 1) / 50}/{(read[i].Sequence - 1) % 50}", read[i].Text(EcsField.Message));
    }

    [Fact]
    public async Task Huge_message_comes_back()
    {
        string message = string.Concat(Enumerable.Repeat("dữ liệu \"lớn\" \\ \n", 60_000));
        await AppendAsync(1, Line(message), Line("small"));
        Assert.Equal(["small", message], await MessagesAsync(All()));
        Assert.Equal([message], await MessagesAsync(Where(Is("message", "*LỚN*"))));
    }

    [Fact]
    public async Task Many_appends_at_once_all_arrive()
    {
        await Parallel.ForAsync(0, 8, Cancel, async (spool, cancel) =>
        {
            for (int i = 0; i < 20; i++)
            {
                using EventBatch batch = Some.Batch((short)spool, (i * 5) + 1, [.. Enumerable.Range(0, 5).Select(n => Line($"{spool}"))]);
                await Store.AppendAsync(batch, new SpoolPosition((short)spool, (i * 5) + 5), mayRepeat: false, cancel);
            }
        });
        Assert.Equal(800, await Store.CountAsync(All(), AgencyScope.City, Cancel));
        Assert.All(await Store.GetPublishedAsync(Cancel), p => Assert.Equal(100, p.Sequence));
        using EventBatch read = await Store.ReadNewAsync(new SpoolPosition(3, 37), 1000, Cancel);
        Assert.Equal(Enumerable.Range(38, 63).Select(i => (long)i), Headers(read).Select(h => h.Sequence));
    }

    private static EventHeader[] Headers(EventBatch batch) => batch.Headers.ToArray();
}
