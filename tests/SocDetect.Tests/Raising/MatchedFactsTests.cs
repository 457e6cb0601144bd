using SocCore.Events;
using SocDetect.Raising;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Raising;

public sealed class MatchedFactsTests
{
    [Fact]
    public void What_rules_met_is_found_by_id_and_the_rest_is_not_kept()
    {
        MatchedFacts matched = Following(EcsField.SourceIp, EcsField.UserName);
        using EventBatch batch = Some.Batch(
            """{"source":{"ip":"192.0.2.1"},"user":{"name":["an","Bình"]},"organization":{"id":"q1"},"message":"not kept"}""",
            """{"source":{"ip":"192.0.2.2"}}""",
            """{"user":{"name":"chi"}}""");
        matched.Add(batch, new HashSet<EventId> { batch[0].Id, batch[2].Id });
        matched.Add(batch, new HashSet<EventId> { batch[2].Id });

        Assert.Equal(2, matched.Count);
        Assert.Null(matched.Find(batch[1].Id));
        EventFacts first = matched.Find(batch[0].Id)!.Value;
        Assert.Equal("q1", first.Agency);
        Assert.Equal([(EcsField.SourceIp, "192.0.2.1"), (EcsField.UserName, "an"), (EcsField.UserName, "Bình")], first.Values);
        EventFacts last = matched.Find(batch[2].Id)!.Value;
        Assert.Equal(SocCore.Storage.AgencyScope.Unassigned, last.Agency);
        Assert.Equal([(EcsField.UserName, "chi")], last.Values);
    }

    [Fact]
    public void The_oldest_go_when_there_are_too_many_bytes()
    {
        MatchedFacts matched = Following(EcsField.UserName);
        const int events = 300_000;
        for (int i = 0; i < events; i += 1_000)
        {
            int first = i;
            using EventBatch batch = Some.Batch(1, i + 1, [.. Enumerable.Range(first, 1_000).Select(static n => $$$"""{"user":{"name":"user-{{{n}}}-{{{new string('x', 40)}}}"}}""")]);
            matched.Add(batch, Enumerable.Range(0, batch.Count).Select(n => batch[n].Id).ToHashSet());
        }

        Assert.InRange(matched.Count, 60_000, 200_000);
        using EventBatch oldest = Some.Batch(1, 1, "{}");
        using EventBatch newest = Some.Batch(1, events, "{}");
        Assert.Null(matched.Find(oldest[0].Id));
        Assert.Equal($"user-{events - 1}-{new string('x', 40)}", matched.Find(newest[0].Id)!.Value.Values.Single().Value);
    }

    [Fact]
    public void A_new_field_is_not_taken_for_one_that_events_lack()
    {
        MatchedFacts matched = Following(EcsField.UserName);
        using EventBatch batch = Some.Batch("""{"user":{"name":"an"},"host":{"name":"srv-1"}}""");
        matched.Add(batch, new HashSet<EventId> { batch[0].Id });
        Assert.False(matched.Has([EcsField.HostName]));
        matched.Follow([EcsField.UserName]);
        Assert.Equal(1, matched.Count);

        matched.Follow([EcsField.UserName, EcsField.HostName]);
        Assert.Null(matched.Find(batch[0].Id));
        matched.Add(batch, new HashSet<EventId> { batch[0].Id });
        Assert.Equal([(EcsField.UserName, "an"), (EcsField.HostName, "srv-1")], matched.Find(batch[0].Id)!.Value.Values);
    }

    [Fact]
    public void An_event_with_an_overlong_value_stays_with_the_store()
    {
        MatchedFacts matched = Following(EcsField.UserName);
        using EventBatch batch = Some.Batch($$$"""{"user":{"name":"{{{new string('x', 70_000)}}}"}}""");
        matched.Add(batch, new HashSet<EventId> { batch[0].Id });
        Assert.Null(matched.Find(batch[0].Id));
    }

    private static MatchedFacts Following(params Field[] fields)
    {
        MatchedFacts matched = new();
        matched.Follow(fields);
        return matched;
    }
}
