using SocStore.Elastic.Events;
using Xunit;

namespace SocStore.Tests.Elastic;

public sealed class BulkGateTests
{
    [Theory]
    [InlineData(0, 2_000, 2, 0)]
    [InlineData(1, 2_000, 2, 1)]
    [InlineData(2_000, 2_000, 2, 2_000)]
    [InlineData(2_001, 2_000, 2, 1_001)]
    [InlineData(5_000, 2_000, 2, 1_250)]
    [InlineData(5_000, 1_000, 2, 834)]
    [InlineData(5_000, 1_250, 2, 1_250)]
    [InlineData(4_001, 2_000, 1, 1_334)]
    public void Share_divides_a_batch_evenly_among_the_requests_that_run_at_once(int events, int most, int limit, int share) =>
        Assert.Equal(share, new BulkGate(limit).Share(events, most));

    [Fact]
    public void Share_is_never_more_than_a_request_may_have_and_leaves_no_event_out()
    {
        BulkGate gate = new(most: 2);
        for (int events = 1; events < 20_000; events += 37)
        {
            int share = gate.Share(events, 2_000);
            int requests = (events + share - 1) / share;
            Assert.InRange(share, 1, 2_000);
            Assert.True(requests == 1 || requests % 2 == 0, $"{events} events go in {requests} requests of {share}");
        }
    }
}
