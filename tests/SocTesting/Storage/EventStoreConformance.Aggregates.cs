using System.Text.Json.Nodes;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;
using Xunit;

namespace SocTesting.Storage;

public abstract partial class EventStoreConformance
{
    [Fact]
    public async Task Histogram_has_empty_steps_and_a_short_last_one()
    {
        DateTimeOffset start = Some.Time;
        await AppendAsync(
            1,
            Line("a", time: start),
            Line("b", time: start.AddMinutes(5).AddTicks(-1)),
            Line("c", time: start.AddMinutes(5)),
            Line("d", time: start.AddMinutes(21)),
            Line("out", time: start.AddMinutes(23)));
        EventQuery query = new(Condition.True, start, start.AddMinutes(22));
        IReadOnlyList<HistogramBucket> buckets = await Store.GetHistogramAsync(query, TimeSpan.FromMinutes(5), AgencyScope.City, Cancel);
        Assert.Equal([2L, 1, 0, 0, 1], buckets.Select(b => b.Count));
        Assert.Equal(Enumerable.Range(0, 5).Select(i => start.AddMinutes(5 * i)), buckets.Select(b => b.Start));
    }

    [Fact]
    public async Task Histogram_counts_what_the_condition_and_all_days_give()
    {
        await AppendAsync(1, Line("yes"), Line("no"), Line("no", more: ("vendor.text", "x")));
        Clock.Advance(TimeSpan.FromDays(1));
        await AppendAsync(4, Line("yes"), Line("no"));
        EventQuery query = new(new KeywordLeaf(TextPattern.Parse("*yes*")), Some.Time, Some.Time.AddMinutes(1));
        IReadOnlyList<HistogramBucket> buckets = await Store.GetHistogramAsync(query, TimeSpan.FromSeconds(2), AgencyScope.City, Cancel);
        Assert.Equal(30, buckets.Count);
        Assert.Equal((1L, 1L, 2L), (buckets[0].Count, buckets[2].Count, buckets.Sum(b => b.Count)));
    }

    [Fact]
    public async Task Histogram_step_of_nothing_or_too_many_steps_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.GetHistogramAsync(All(), TimeSpan.Zero, AgencyScope.City, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.GetHistogramAsync(All(), TimeSpan.FromSeconds(1), AgencyScope.City, Cancel));
        Assert.Empty(await Store.GetHistogramAsync(new EventQuery(Condition.True, Some.Time, Some.Time), TimeSpan.FromSeconds(1), AgencyScope.City, Cancel));
    }

    public static TheoryData<string, string> TopFields => new()
    {
        { "user.name", "an=4 binh=2 chi=1" },
        { "event.category", "web=3 network=2" },
        { "source.port", "443=3 80=1" },
        { "vendor.who", "x=2 y=2 1=1 1.5=1 true=1" },
        { "vendor.nothing", "" },
    };

    [Theory]
    [MemberData(nameof(TopFields))]
    public async Task Top_counts_events_with_a_value_most_first(string field, string expected)
    {
        await AppendAsync(
            1,
            Line("1", more: [("user.name", "an"), ("event.category", new JsonArray("web", "web")), ("source.port", 443), ("vendor.who", "x")]),
            Line("2", more: [("user.name", new JsonArray("an", "binh", "an")), ("event.category", new JsonArray("web", "network")), ("source.port", 443), ("vendor.who", new JsonArray("x", "y", "x"))]),
            Line("3", more: [("user.name", "an"), ("event.category", "network"), ("source.port", "443"), ("vendor.who", JsonNode.Parse("1.50"))]),
            Line("4", more: [("user.name", "binh"), ("source.port", 80), ("vendor.who", 1)]));
        Clock.Advance(TimeSpan.FromDays(1));
        await AppendAsync(
            5,
            Line("5", more: [("user.name", "an"), ("event.category", "web"), ("vendor.who", "y")]),
            Line("6", more: [("user.name", "chi"), ("vendor.who", true)]));
        IReadOnlyList<FieldCount> top = await Store.GetTopAsync(All(), Fields.Get(field), 10, AgencyScope.City, Cancel);
        Assert.Equal(expected, string.Join(' ', top.Select(t => $"{t.Value}={t.Count}")));
        IReadOnlyList<FieldCount> first = await Store.GetTopAsync(All(), Fields.Get(field), 1, AgencyScope.City, Cancel);
        Assert.Equal(top.Take(1), first);
    }

    [Fact]
    public async Task Top_keeps_to_the_condition()
    {
        await AppendAsync(1, Line("yes", more: ("user.name", "an")), Line("no", more: ("user.name", "binh")));
        Condition keyword = new KeywordLeaf(TextPattern.Parse("*yes*"));
        Assert.Equal([new FieldCount("an", 1)], await Store.GetTopAsync(Where(keyword), EcsField.UserName, 10, AgencyScope.City, Cancel));
        Assert.Equal([new FieldCount("an", 1)], await Store.GetTopAsync(Where(Is("message", "yes")), EcsField.UserName, 10, AgencyScope.City, Cancel));
    }

    [Fact]
    public async Task Retention_deletes_whole_ingest_days_whatever_the_event_time()
    {
        await AppendAsync(1, Line("first day"));
        Clock.Advance(TimeSpan.FromDays(1));
        await AppendAsync(2, Line("second day, old event", time: Some.Time.AddDays(-9)));
        Clock.Advance(TimeSpan.FromDays(1));
        await AppendAsync(3, Line("third day"));
        DateOnly second = DateOnly.FromDateTime(Some.Time.UtcDateTime).AddDays(1);
        Assert.Equal(1, await Store.DeleteBeforeAsync(second, Cancel));
        Assert.Equal(["third day", "second day, old event"], await MessagesAsync(All()));
        Assert.Equal(0, await Store.DeleteBeforeAsync(second, Cancel));
        if (IsDurable)
        {
            await ReopenAsync();
            Assert.Equal(["third day", "second day, old event"], await MessagesAsync(All()));
        }

        Assert.Equal([new SpoolPosition(1, 3)], await Store.GetPublishedAsync(Cancel));
    }

    [Fact]
    public async Task Retention_of_the_last_day_keeps_the_position()
    {
        await AppendAsync(1, Line("1"), Line("2"));
        Clock.Advance(TimeSpan.FromDays(5));
        Assert.Equal(1, await Store.DeleteBeforeAsync(DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime), Cancel));
        Assert.Equal(0, await Store.CountAsync(All(), AgencyScope.City, Cancel));
        if (IsDurable)
            await ReopenAsync();
        Assert.Equal([new SpoolPosition(1, 2)], await Store.GetPublishedAsync(Cancel));
        await AppendAsync(3, Line("3"));
        Assert.Equal(["3"], await MessagesAsync(All()));
    }

    [Fact]
    public async Task Searches_and_appends_go_on_beside_each_other()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task reading = Task.Run(
            async () =>
            {
                long last = 0;
                while (!stop.IsCancellationRequested)
                {
                    long count = await Store.CountAsync(All(), AgencyScope.City, Cancel);
                    Assert.True(count >= last, $"{count} events after {last}");
                    last = count;
                    EventPage page = await Store.SearchAsync(All(20), AgencyScope.City, Cancel);
                    page.Events.Dispose();
                }
            },
            Cancel);
        for (int i = 0; i < 40; i++)
        {
            await AppendAsync((i * 25) + 1, [.. Enumerable.Range(0, 25).Select(n => Line($"{i}"))]);
            if (i % 13 == 12)
                Clock.Advance(TimeSpan.FromDays(1));
        }

        await stop.CancelAsync();
        await reading;
        Assert.Equal(1000, await Store.CountAsync(All(), AgencyScope.City, Cancel));
    }
}
