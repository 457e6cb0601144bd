using SocCore.Events;
using SocDetect.Raising;
using SocTesting;
using Xunit;

namespace SocDetect.Tests.Raising;

public sealed class MatchedEventsTests
{
    private static readonly string Long = new('x', 1_000);

    [Fact]
    public void What_rules_met_is_found_by_id_and_the_rest_is_not_kept()
    {
        MatchedEvents matched = new();
        using EventBatch batch = Some.Batch("""{"message":"a"}""", """{"message":"b"}""", """{"message":"c"}""");
        matched.Add(batch, new HashSet<EventId> { batch[0].Id, batch[2].Id });
        matched.Add(batch, new HashSet<EventId> { batch[2].Id });
        Assert.Equal(2, matched.Count);
        HashSet<EventId> wanted = [batch[0].Id, batch[1].Id, batch[2].Id];
        using EventBatchBuilder builder = new();
        matched.Take(wanted, builder);
        using EventBatch found = builder.Build();
        Assert.Equal([batch[1].Id], wanted);
        Assert.Equal(["a", "c"], Enumerable.Range(0, found.Count).Select(i => found[i].Text(EcsField.Message)!).Order());
    }

    [Fact]
    public void The_oldest_go_when_there_are_too_many_bytes()
    {
        MatchedEvents matched = new();
        for (int i = 0; i < 20_000; i++)
        {
            using EventBatch batch = Some.Batch(1, i + 1, $$"""{"message":"{{Long}}"}""");
            matched.Add(batch, new HashSet<EventId> { batch[0].Id });
        }

        Assert.InRange(matched.Count, 4_000, 16_000);
        using EventBatch first = Some.Batch(1, 1, "{}");
        using EventBatch last = Some.Batch(1, 20_000, "{}");
        HashSet<EventId> wanted = [first[0].Id, last[0].Id];
        using EventBatchBuilder builder = new();
        matched.Take(wanted, builder);
        Assert.Equal([first[0].Id], wanted);
    }
}
