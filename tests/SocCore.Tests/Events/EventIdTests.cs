using CsCheck;
using SocCore.Events;
using SocTesting;
using Xunit;

namespace SocCore.Tests.Events;

public sealed class EventIdTests
{
    [Fact]
    public void Forms_of_an_id_are_one_id() =>
        Gen.Select(Gen.ULong, Gen.ULong).TryAll((high, low) =>
        {
            EventId id = new(high, low);
            Assert.Equal(id, EventId.FromGuid(id.ToGuid()));
            Assert.True(EventId.TryParse(id.ToString(), out EventId parsed));
            Assert.Equal(id, parsed);
            Assert.Equal(22, id.ToString().Length);
        }, count: 2000, seed: "0000KrVy4pg4");

    [Fact]
    public void Id_of_a_foreign_document_is_of_both_names_and_of_no_event_of_ours()
    {
        EventId one = EventId.OfForeign("filebeat-1"u8, "a"u8);
        Assert.Equal(one, EventId.OfForeign("filebeat-1"u8, "a"u8));
        Assert.NotEqual(one, EventId.OfForeign("filebeat-"u8, "1a"u8));
        Assert.True(one.IsForeign);
        Assert.False(EventId.OfPosition(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(), 7, 9).IsForeign);
    }

    [Fact]
    public void Guid_text_sorts_by_time() =>
        Assert.True(string.CompareOrdinal(EventId.OfPosition(1_700_000_000_000, 1, 9).ToGuid().ToString(), EventId.OfPosition(1_700_000_000_001, 1, 1).ToGuid().ToString()) < 0);

    [Fact]
    public void Positions_of_one_millisecond_never_collide()
    {
        HashSet<EventId> seen = [];
        for (long position = 0; position < 200_000; position++)
            Assert.True(seen.Add(EventId.OfPosition(1_700_000_000_000, 7, position)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("too short")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData(null)]
    public void What_is_no_id_is_refused(string? text) => Assert.False(EventId.TryParse(text, out _));
}
