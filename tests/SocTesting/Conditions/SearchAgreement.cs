using SocCore.Conditions;
using SocCore.Events;
using SocCore.Storage;
using Xunit;

namespace SocTesting.Conditions;

/// <summary>A store finds and counts exactly the events that the matcher says meet a condition.</summary>
public static class SearchAgreement
{
    /// <summary>Fails with the condition and the document on which they differ; else the number of events that meet it.</summary>
    public static async Task<int> CheckAsync(IEventStore store, Condition condition, EventBatch batch, IReadOnlyList<string> documents)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        EventQuery query = new(condition, Some.Time.AddYears(-1), Some.Time.AddYears(1), 10_000);
        EventPage page = await store.SearchAsync(query, AgencyScope.City, cancel);
        using EventBatch found = page.Events;
        HashSet<EventId> ids = [.. found.Headers.ToArray().Select(static h => h.Id)];
        int expected = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            bool meets = ConditionMatcher.Matches(condition, batch[i]);
            expected += meets ? 1 : 0;
            Assert.True(meets == ids.Contains(batch[i].Id), $"The matcher says {meets} of {condition} on {documents[i]}");
        }

        long count = await store.CountAsync(query, AgencyScope.City, cancel);
        Assert.True(expected == count, $"{expected} events meet {condition}, the store counts {count}");
        return expected;
    }
}
