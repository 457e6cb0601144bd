using System.Text.Json.Nodes;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;
using Xunit;

namespace SocTesting.Storage;

public abstract partial class EventStoreConformance
{
    [Fact]
    public async Task Pages_go_newest_first_over_equal_times_without_loss_or_repeat()
    {
        string[] documents = [.. Enumerable.Range(0, 97).Select(i => Line($"{i}", time: Some.Time.AddMinutes(i / 25 * 40)))];
        await AppendAsync(1, documents);
        List<string> seen = [];
        List<(long, EventId)> keys = [];
        EventCursor? after = null;
        do
        {
            EventPage page = await Store.SearchAsync(All(10, after), AgencyScope.City, Cancel);
            using EventBatch batch = page.Events;
            seen.AddRange(Messages(batch));
            keys.AddRange(Headers(batch).Select(h => (h.Timestamp, h.Id)));
            after = page.Next;
            Assert.True(after is not null || seen.Count == 97);
        }
        while (after is not null);

        Assert.Equal(97, seen.Distinct().Count());
        Assert.Equal(keys.OrderByDescending(k => k.Item1).ThenByDescending(k => k.Item2), keys);
    }

    [Fact]
    public async Task Full_last_page_has_no_next()
    {
        await AppendAsync(1, Line("1"), Line("2"));
        EventPage page = await Store.SearchAsync(All(2), AgencyScope.City, Cancel);
        using EventBatch batch = page.Events;
        Assert.Equal(2, batch.Count);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task Late_event_is_found_by_the_hour_it_happened()
    {
        await AppendAsync(1, Line("now"));
        Clock.Advance(TimeSpan.FromDays(1));
        DateTimeOffset longAgo = Some.Time.AddDays(-20);
        await AppendAsync(2, Line("late", time: longAgo));
        EventQuery query = new(Condition.True, longAgo.AddMinutes(-1), longAgo.AddMinutes(1));
        Assert.Equal(["late"], await MessagesAsync(query));
        Assert.Equal(1, await Store.CountAsync(query, AgencyScope.City, Cancel));
        if (IsDurable)
        {
            await ReopenAsync();
            Assert.Equal(["late"], await MessagesAsync(query));
        }
    }

    [Fact]
    public async Task Event_ahead_of_its_time_is_found_where_it_says()
    {
        DateTimeOffset ahead = Some.Time.AddYears(5);
        await AppendAsync(1, Line("now"), Line("ahead", time: ahead));
        Assert.Equal(["ahead"], await MessagesAsync(new EventQuery(Condition.True, ahead, ahead.AddSeconds(1))));
        Assert.Equal(["now"], await MessagesAsync(All()));
    }

    [Fact]
    public async Task Interval_is_half_open()
    {
        await AppendAsync(1, Line("a", time: Some.Time), Line("b", time: Some.Time.AddSeconds(1)));
        Assert.Equal(["a"], await MessagesAsync(new EventQuery(Condition.True, Some.Time, Some.Time.AddSeconds(1))));
        Assert.Empty(await MessagesAsync(new EventQuery(Condition.True, Some.Time, Some.Time)));
        Assert.Empty(await MessagesAsync(new EventQuery(Condition.True, Some.Time.AddDays(1), Some.Time)));
    }

    [Fact]
    public async Task Agency_sees_its_own_and_nobody_sees_what_is_unassigned_but_the_city()
    {
        await AppendAsync(1, Line("traffic"), Line("health", "so-yt"), Line("nobody", null), Line("named so", "unassigned"), Line("city", "soc"));
        Assert.Equal(5, await Store.CountAsync(All(), AgencyScope.City, Cancel));
        Assert.Equal(["traffic"], await MessagesAsync(All(), AgencyScope.Of("so-gtvt")));
        Assert.Equal(["health"], await MessagesAsync(All(), AgencyScope.Of("so-yt")));
        Assert.Empty(await MessagesAsync(All(), AgencyScope.Of("unassigned")));
        Assert.Empty(await MessagesAsync(All(), AgencyScope.Of("SO-YT")));
        Assert.Equal(5, (await MessagesAsync(All(), AgencyScope.Of("soc"))).Length);
        Assert.Equal(1, await Store.CountAsync(All(), AgencyScope.Of("so-yt"), Cancel));
        Assert.Equal(1, (await Store.GetHistogramAsync(All(), TimeSpan.FromDays(7), AgencyScope.Of("so-yt"), Cancel)).Sum(b => b.Count));
        Assert.Equal([new FieldCount("health", 1)], await Store.GetTopAsync(All(), EcsField.Message, 9, AgencyScope.Of("so-yt"), Cancel));
    }

    public static TheoryData<string, string, string[]> TextSearches => new()
    {
        { "message", "*đăng NHẬP*", ["Đăng nhập thất bại 100%_\\"] },
        { "message", "*100%_\\", ["Đăng nhập thất bại 100%_\\"] },
        { "message", "*100?_\\", ["Đăng nhập thất bại 100%_\\"] },
        { "message", "*dang nhap*", [] },
        { "message", "STRASSE", [] },
        { "message", "straße", ["Straße"] },
        { "message", "line*two", ["line\none\ntwo"] },
        { "message", "a?b", ["a😀b"] },
        { "message", "", [""] },
        { "message", "[x].(y)$", ["[x].(y)$"] },
        { "vendor.note", "ghi CHÚ", ["note"] },
        { "vendor.note", "*", ["note"] },
        { "event.category", "WEB", ["list"] },
        { "event.category", "net*", ["list"] },
        { "tags", "second", ["list"] },
        { "source.port", "443", ["number"] },
        { "source.ip", "2001:DB8::*", ["number"] },
        { "vendor.count", "42", ["number"] },
        { "vendor.rate", "1.5", ["number"] },
        { "vendor.exponent", "1000", ["number"] },
        { "vendor.exponent", "1000.0", [] },
        { "vendor.on", "TRUE", ["number"] },
        { "vendor.missing", "*", [] },
        { "vendor", "*", [] },
    };

    [Theory]
    [MemberData(nameof(TextSearches))]
    public async Task Text_search_means_what_the_matcher_means(string field, string pattern, string[] expected)
    {
        await AppendAsync(
            1,
            Line("Đăng nhập thất bại 100%_\\"),
            Line("Straße"),
            Line("line\none\ntwo"),
            Line("a😀b"),
            Line(""),
            Line("[x].(y)$"),
            Line("note", more: ("vendor.note", "Ghi chú")),
            Line("list", more: [("event.category", new JsonArray("network", "web")), ("tags", new JsonArray("first", "second"))]),
            Line("number", more: [("source.port", 443), ("source.ip", "2001:db8::7"), ("vendor.count", 42), ("vendor.rate", JsonNode.Parse("1.50")), ("vendor.exponent", JsonNode.Parse("1e3")), ("vendor.on", true)]));
        Assert.Equal(expected, await MessagesAsync(Where(Is(field, pattern))));
        Assert.Equal(expected.Length, await Store.CountAsync(Where(Is(field, pattern)), AgencyScope.City, Cancel));
        Assert.Equal(9 - expected.Length, await Store.CountAsync(Where(new Not(Is(field, pattern))), AgencyScope.City, Cancel));
    }

    [Fact]
    public async Task Networks_are_compared_on_all_bits()
    {
        await AppendAsync(
            1,
            Line("v4", more: ("source.ip", "192.0.2.200")),
            Line("mapped", more: ("source.ip", "::ffff:192.0.2.7")),
            Line("v6", more: ("source.ip", "2001:db8:ffff::1")),
            Line("top", more: ("source.ip", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")),
            Line("list", more: ("source.ip", new JsonArray("203.0.113.1", "192.0.2.1"))),
            Line("other field", more: ("vendor.address", "192.0.2.9")),
            Line("no address", more: ("source.ip", "gateway")));
        Assert.Equal(["list", "mapped", "v4"], await MessagesAsync(Where(In("source.ip", "192.0.2.0/24"))));
        Assert.Equal(["v6"], await MessagesAsync(Where(In("source.ip", "2001:db8::/32"))));
        Assert.Equal(["top"], await MessagesAsync(Where(In("source.ip", "8000::/1"))));
        Assert.Equal(["other field"], await MessagesAsync(Where(In("vendor.address", "192.0.2.9"))));
        Assert.Equal(4, await Store.CountAsync(Where(new Not(In("source.ip", "192.0.2.0/24"))), AgencyScope.City, Cancel));
    }

    [Fact]
    public async Task Numbers_are_compared_as_numbers()
    {
        await AppendAsync(
            1,
            Line("9007199254740993", more: ("vendor.id", 9007199254740993)),
            Line("9007199254740992", more: ("vendor.id", 9007199254740992)),
            Line("text", more: ("vendor.id", "17")),
            Line("decimal", more: ("vendor.id", JsonNode.Parse("17.25"))),
            Line("word", more: ("vendor.id", "seventeen")),
            Line("port", more: ("source.port", 8080)),
            Line("none"));
        Assert.Equal(["9007199254740993"], await MessagesAsync(Where(Number("vendor.id", Comparison.Equal, 9007199254740993))));
        Assert.Equal(["text"], await MessagesAsync(Where(Number("vendor.id", Comparison.LessOrEqual, 17))));
        Assert.Equal(["decimal"], await MessagesAsync(Where(Number("vendor.id", Comparison.Equal, 17.25m))));
        Assert.Equal(["decimal", "text"], await MessagesAsync(Where(Number("vendor.id", Comparison.Less, 17.5m))));
        Assert.Equal(["port"], await MessagesAsync(Where(Number("source.port", Comparison.Greater, 8079.5m))));
        Assert.Empty(await MessagesAsync(Where(Number("source.port", Comparison.Equal, 8080.5m))));
    }

    [Fact]
    public async Task Alias_is_read_only_where_the_first_field_is_missing()
    {
        Field own = Fields.Get("vendor.user");
        await AppendAsync(
            1,
            Line("own", more: [("vendor.user", "an"), ("user.name", "binh")]),
            Line("alias", more: ("user.name", "an")),
            Line("neither"));
        FieldRef either = new(own, EcsField.UserName);
        Assert.Equal(["alias", "own"], await MessagesAsync(Where(new TextLeaf(either, TextPattern.Exactly("AN")))));
        Assert.Empty(await MessagesAsync(Where(new TextLeaf(either, TextPattern.Exactly("binh")))));
        Assert.Equal(["neither"], await MessagesAsync(Where(new Not(new ExistsLeaf(either)))));
    }

    [Fact]
    public async Task Every_kind_of_leaf_can_be_searched()
    {
        await AppendAsync(
            1,
            Line("evening", time: new DateTimeOffset(2026, 3, 11, 13, 30, 0, TimeSpan.Zero), more: [("user.name", "lan"), ("process.name", "LAN")]),
            Line("noon", time: new DateTimeOffset(2026, 3, 11, 5, 30, 0, TimeSpan.Zero), more: [("user.name", "lan"), ("process.name", "lanh")]));
        TimeZoneInfo city = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");
        Condition[] evening =
        [
            new TimePartLeaf(FieldRef.Of("@timestamp"), TimePart.Hour, Comparison.GreaterOrEqual, 20, city),
            new InstantLeaf(FieldRef.Of("@timestamp"), Comparison.Greater, new DateTimeOffset(2026, 3, 11, 13, 0, 0, TimeSpan.Zero)),
            new RegexLeaf(FieldRef.Of("message"), "^e.*g$"),
            new KeywordLeaf(TextPattern.Parse("*EVEN*")),
            new SameAsLeaf(FieldRef.Of("process.name"), FieldRef.Of("user.name")),
            new All([Is("user.name", "lan"), new Any([Is("message", "evening"), Condition.False]), new Not(Is("message", "noon"))]),
        ];
        foreach (Condition condition in evening)
        {
            Assert.Equal(["evening"], await MessagesAsync(Where(condition)));
            Assert.Equal(["noon"], await MessagesAsync(Where(new Not(condition))));
            Assert.Equal(1, await Store.CountAsync(Where(condition), AgencyScope.City, Cancel));
        }
    }

    [Fact]
    public async Task Page_size_beyond_its_bounds_is_refused()
    {
        foreach (int limit in (int[])[0, -1, 10_001])
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.SearchAsync(All(limit), AgencyScope.City, Cancel));
    }

    private static AddressLeaf In(string field, string network) => new(FieldRef.Of(field), Network.Parse(network));

    private static NumberLeaf Number(string field, Comparison comparison, decimal value) => new(FieldRef.Of(field), comparison, value);
}
