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
        do
        {
            EventPage page = await context.Events.SearchAsync(
                new EventQuery(Condition.True, from, to, context.Options.BatchSize, after), AgencyScope.City, cancel);
            using (page.Events)
            {
                if (page.Events.Count > 0)
                {
                    (int found, int fresh) = await scan.ReplayAsync(page.Events, cancel);
                    events += page.Events.Count;
                    matches += found;
                    raised += fresh;
                }
            }

            after = page.Next;
        }
        while (after is not null);
        return new BackfillOutcome(events, matches, raised);
    }
}
