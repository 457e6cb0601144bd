using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocStore.Elastic.Gateway;
using Xunit;

namespace SocStore.Tests.Elastic;

public sealed class NodeListTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Nodes_take_turns_and_a_dead_one_is_left_out_until_its_time_is_over()
    {
        NodeList nodes = Make(3);
        Assert.Equal([0, 1, 2, 0], Turns(nodes, 4));
        ElasticNode second = nodes.All[1];
        Assert.True(nodes.Failed(second));
        Assert.Equal([2, 0, 2, 0], Turns(nodes, 4));
        _clock.Advance(TimeSpan.FromSeconds(1.1));
        (ElasticNode node, bool onTrial) = nodes.Next();
        Assert.Equal((second, true), (node, onTrial));
        // While one caller tries it, the others pass it by.
        Assert.DoesNotContain(1, Turns(nodes, 6));
        Assert.True(nodes.Answered(second));
        Assert.Contains(1, Turns(nodes, 3));
    }

    [Fact]
    public void Pause_doubles_to_a_minute()
    {
        NodeList nodes = Make(2);
        ElasticNode first = nodes.All[0];
        foreach (int seconds in (int[])[1, 2, 4, 8, 16, 32, 60, 60, 60])
        {
            nodes.Failed(first);
            Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromSeconds(seconds), first.Due);
        }
    }

    [Fact]
    public void When_all_are_dead_the_likeliest_is_asked()
    {
        NodeList nodes = Make(2);
        nodes.Failed(nodes.All[0]);
        nodes.Failed(nodes.All[0]);
        nodes.Failed(nodes.All[1]);
        Assert.Equal([1, 1, 1], Turns(nodes, 3));
    }

    [Fact]
    public void Who_gives_up_waiting_says_nothing_of_the_node()
    {
        NodeList nodes = Make(2);
        nodes.GivenUp(nodes.All[0]);
        Assert.Equal([0, 1, 0], Turns(nodes, 3));
        nodes.Failed(nodes.All[1]);
        _clock.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal((nodes.All[1], true), nodes.Next());
        nodes.GivenUp(nodes.All[1]);
        Assert.Contains((nodes.All[1], true), (IEnumerable<(ElasticNode, bool)>)[nodes.Next(), nodes.Next()]);
    }

    [Fact]
    public async Task Only_a_node_that_lets_the_time_run_out_goes_behind_the_others()
    {
        NodeList nodes = Make(1);
        using HangingWire wire = new();
        using HttpMessageInvoker sender = new(new NodeHandler(nodes, new Credentials(new ElasticOptions()), NullLogger.Instance) { InnerHandler = wire });
        using CancellationTokenSource caller = new();
        using CancellationTokenSource limit = new();

        Task given = SendAsync(sender, caller.Token, caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.Equal(0, nodes.All[0].Failures);

        Task late = SendAsync(sender, CancellationToken.None, limit.Token);
        await limit.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        Assert.Equal(1, nodes.All[0].Failures);
    }

    private static async Task SendAsync(HttpMessageInvoker sender, CancellationToken caller, CancellationToken attempt)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "http://node/");
        request.Options.Set(NodeHandler.PathKey, "_search");
        request.Options.Set(NodeHandler.CallerKey, caller);
        (await sender.SendAsync(request, attempt)).Dispose();
    }

    [Fact]
    public void Nodes_that_the_cluster_names_replace_the_list_and_keep_their_state()
    {
        NodeList nodes = Make(2);
        nodes.Failed(nodes.All[1]);
        nodes.Replace([]);
        Assert.Equal(2, nodes.All.Count);
        using System.Text.Json.JsonDocument answer = System.Text.Json.JsonDocument.Parse("""
            {"a":{"roles":["data","ingest"],"http":{"publish_address":"es1.example.org/192.0.2.1:9200"}},
             "b":{"roles":["master"],"http":{"publish_address":"192.0.2.2:9200"}},
             "c":{"roles":["data"],"http":{"publish_address":"node1:9200"}}}
            """);
        nodes.Replace(NodeAddresses.Read(answer.RootElement, "http"));
        Assert.Equal(["http://es1.example.org:9200/", "http://node1:9200/"], nodes.All.Select(static n => n.Address.AbsoluteUri));
        Assert.Equal(1, nodes.All[1].Failures);
    }

    private NodeList Make(int count) => new([.. Enumerable.Range(0, count).Select(static i => new Uri($"http://node{i}:9200"))], _clock);

    /// <summary>Takes a request and never answers.</summary>
    private sealed class HangingWire : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("A wait without end ended.");
        }
    }

    private static int[] Turns(NodeList nodes, int count) => [.. Enumerable.Range(0, count).Select(_ => nodes.Next().Node.Address.Host[^1] - '0')];
}
