using SocCore.Conditions;
using SocCore.Ports;
using SocCore.Storage;

namespace SocDetect.Scheduling;

/// <summary>Goes through stored events page by page, newest first; between two pages the scan gets its turn.</summary>
internal sealed class Backfill(DetectContext context, Scan scan) : IBackfill
{
    /// <inheritdoc/>
    public async Task<BackfillOutcome> RunAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        long events = 0;
        long matches = 0;
        long raised = 0;
        EventCursor? after = null;
        DateTimeOffset upper = to;
        do
        {
            EventPage page = await context.Events.SearchAsync(
                new EventQuery(Condition.True, from, to, context.Options.BatchSize, after), AgencyScope.City, cancel);
            using (page.Events)
            {
                // Newest first: a page reaches down to its last event, the last page to the beginning.
                DateTimeOffset lower = page.Next is null ? from : page.Events[page.Events.Count - 1].Timestamp;
                (int found, int fresh) = await scan.ReplayAsync(page.Events, lower, upper, cancel);
                events += page.Events.Count;
                matches += found;
                raised += fresh;
                upper = lower;
            }

            after = page.Next;
        }
        while (after is not null);
        return new BackfillOutcome(events, matches, raised);
    }
}
