using Microsoft.Extensions.Time.Testing;
using SocStore.Elastic.Cases;
using SocStore.Elastic.State;
using SocTesting;
using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic.State;

public sealed class ElasticDetectorLeaseTests(SearchServers servers)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Both servers.</summary>
    public static TheoryData<SearchServer> Servers => [.. Enum.GetValues<SearchServer>()];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Lease_passes_on_when_it_ran_out_and_its_epoch_grows(SearchServer server)
    {
        await using TestIndices indices = await TestIndices.MakeAsync(await servers.GetAsync(server), CaseIndices.All, Cancel);
        FakeTimeProvider clock = new(Some.Time);
        ElasticDetectorLease first = new(indices.Gateway, clock);
        ElasticDetectorLease second = new(indices.Gateway, clock);
        Assert.Equal(1, await first.TryHoldAsync("a", Duration, Cancel));
        Assert.Null(await second.TryHoldAsync("b", Duration, Cancel));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, await first.TryHoldAsync("a", Duration, Cancel));
        clock.Advance(TimeSpan.FromSeconds(10));
        // Renewed since it was first seen: the second begins to count anew.
        Assert.Null(await second.TryHoldAsync("b", Duration, Cancel));
        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(2, await second.TryHoldAsync("b", Duration, Cancel));
        Assert.Null(await first.TryHoldAsync("a", Duration, Cancel));
        clock.Advance(TimeSpan.FromSeconds(16));
        // Its holder let it run out, and nobody took it: the epoch grows all the same.
        Assert.Equal(3, await second.TryHoldAsync("b", Duration, Cancel));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Lease_that_is_given_back_is_taken_at_once(SearchServer server)
    {
        await using TestIndices indices = await TestIndices.MakeAsync(await servers.GetAsync(server), CaseIndices.All, Cancel);
        FakeTimeProvider clock = new(Some.Time);
        ElasticDetectorLease first = new(indices.Gateway, clock);
        ElasticDetectorLease second = new(indices.Gateway, clock);
        Assert.Equal(1, await first.TryHoldAsync("a", Duration, Cancel));
        await second.ReleaseAsync("b", Cancel);
        Assert.Null(await second.TryHoldAsync("b", Duration, Cancel));
        await first.ReleaseAsync("a", Cancel);
        Assert.Equal(2, await second.TryHoldAsync("b", Duration, Cancel));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task One_of_many_takes_a_free_lease(SearchServer server)
    {
        await using TestIndices indices = await TestIndices.MakeAsync(await servers.GetAsync(server), CaseIndices.All, Cancel);
        long?[] epochs = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            new ElasticDetectorLease(indices.Gateway, new FakeTimeProvider(Some.Time.AddSeconds(30 * i))).TryHoldAsync($"{i}", Duration, Cancel).AsTask()));
        Assert.Equal(1, Assert.Single(epochs, e => e is not null));
    }
}
