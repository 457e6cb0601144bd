using SocCore.Events;
using SocStore.Elastic.Events;
using SocStore.Elastic.Gateway;
using SocStore.Elastic.Setup;
using SocTesting;
using Xunit;

namespace SocStore.Tests.Elastic;

public sealed class ShardPlanTests(ITestOutputHelper output)
{
    private const int Datasets = 60;
    private const int Agencies = 100;
    private const int Year = 365;
    private const int Nodes = 3;

    /// <summary>What a node allows unless somebody changes it (<c>cluster.max_shards_per_node</c>).</summary>
    private const int DefaultMostPerNode = 1_000;

    [Fact]
    public void City_of_a_hundred_agencies_keeps_a_year_of_sixty_datasets_twice_on_three_nodes()
    {
        ShardPlan plan = Plan(StreamsOf(Datasets, Agencies).Count);
        output.WriteLine(plan.ToString());
        Assert.Equal(Datasets, plan.Streams);
        Assert.Equal(3_000, plan.Allowed);
        Assert.True(plan.Fits, plan.ToString());
        Assert.InRange(plan.Percent, 50, 70);
    }

    [Fact]
    public void Streams_of_its_own_for_each_agency_do_not_fit_and_are_refused()
    {
        ShardPlan plan = Plan(Datasets * Agencies);
        Assert.False(plan.Fits, plan.ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(14)]
    [InlineData(30)]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(Year)]
    [InlineData(3 * Year)]
    public void Generations_are_the_most_that_a_stream_ever_has_when_it_rolls_over_and_forgets_by_age(int days)
    {
        Retention retention = new(days);
        int most = 0;
        for (int today = 0; today < 3 * days; today++)
        {
            // A backing index leaves when everything in it is older than the retention, so that many days after it was closed.
            int closedAndKept = Enumerable.Range(1, today / retention.RolloverDays).Count(n => (n * retention.RolloverDays) + days > today);
            most = Math.Max(most, closedAndKept + 1);
        }

        Assert.Equal(retention.Generations, most);
    }

    private static ShardPlan Plan(int streams) =>
        new(streams, new Retention(Year).Generations, Replicas: 1, StoreIndices.All.Count, OtherShards: 0, Nodes, DefaultMostPerNode);

    /// <summary>The streams that events of so many datasets make, each from every agency.</summary>
    private static HashSet<string> StreamsOf(int datasets, int agencies)
    {
        EventStreams streams = new(new ElasticOptions { Namespace = "hcmc" });
        HashSet<string> names = [];
        for (int dataset = 0; dataset < datasets; dataset++)
        {
            using EventBatch batch = Some.Batch([.. Enumerable.Range(0, agencies).Select(agency =>
                $$$"""{"data_stream":{"dataset":"system{{{dataset}}}.log"},"organization":{"id":"agency-{{{agency}}}"}}""")]);
            for (int i = 0; i < batch.Count; i++)
                names.Add(streams.Of(batch[i]).Name);
        }

        return names;
    }
}
