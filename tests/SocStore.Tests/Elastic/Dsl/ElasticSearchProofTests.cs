using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;
using SocStore.Elastic.Events;
using SocTesting;
using SocTesting.Conditions;
using SocTesting.Elastic;
using Xunit;

namespace SocStore.Tests.Elastic.Dsl;

/// <summary>Random conditions on random events through the whole store: written by bulk, mapped by the setup, searched and counted.</summary>
public sealed class ElasticSearchProofTests(SearchServers servers)
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("SOC_PROOF") == "full";

    /// <summary>Conditions × events; above twenty thousand pairs a server with SOC_PROOF=full.</summary>
    private static (int Conditions, int Events) Size => IsFull ? (220, 100) : (30, 40);

    [Theory]
    [InlineData(SearchServer.Elasticsearch)]
    [InlineData(SearchServer.OpenSearch)]
    public async Task Random_conditions_find_exactly_the_random_events_that_the_matcher_finds(SearchServer server)
    {
        (int conditions, int events) = Size;
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using ElasticTestSpace space = await ElasticTestSpace.MakeAsync(servers, server);
        using ElasticEventStore store = new(space.Gateway, new FakeTimeProvider(Some.Time), NullLogger.Instance);
        IReadOnlyList<string> documents = [.. Hostile.Take(Hostile.Document, 700, events / 2), .. Hostile.Take(Hostile.TidyDocument, 800, events / 2)];
        using EventBatch batch = Hostile.Batch(1, documents);
        Assert.Equal(new AppendOutcome(batch.Count, 0), await store.AppendAsync(batch, new SpoolPosition(1, batch.Count), mayRepeat: false, cancel));
        await space.RefreshAsync();
        int telling = 0;
        foreach (Condition condition in Hostile.Take(Hostile.Condition, 900, conditions))
        {
            int met = await SearchAgreement.CheckAsync(store, condition, batch, documents);
            telling += met > 0 && met < batch.Count ? 1 : 0;
        }

        // Conditions that all events meet, or none, would agree by chance.
        Assert.InRange(telling, conditions / 4, conditions);
        TestContext.Current.TestOutputHelper?.WriteLine($"{conditions * batch.Count} pairs; {telling} of {conditions} conditions part the events.");
    }
}
