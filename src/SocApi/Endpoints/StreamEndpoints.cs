using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SocApi.Auth;
using SocApi.Contracts;
using SocApi.Desk;
using SocApi.Http;
using SocApi.Problems;

namespace SocApi.Endpoints;

/// <summary><c>/stream</c>: changes as they happen, as Server-Sent Events. The id of an event is the sequence of the change.</summary>
internal static class StreamEndpoints
{
    /// <summary>How many changes are sent again; who missed more reads the list anew.</summary>
    private const int MaxReplay = 10_000;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/stream/incidents", IncidentsAsync).RequireScope(Scopes.IncidentsRead).WithName("StreamIncidents").WithTags("incidents")
            .WithHeader(new RequestParameter("Last-Event-ID", "The last event that was seen: what came after it is sent first.", IsHeader: true))
            .Produces(200, contentType: "text/event-stream").Produces<ProblemDocument>(429, ProblemResult.ContentType);

    private static async Task<IResult> IncidentsAsync(HttpContext context, IncidentDesk desk, StreamLimiter limiter, Revocations revocations, TimeProvider time)
    {
        Caller caller = context.Caller();
        long last = await desk.GetLastChangeAsync(context.RequestAborted).ConfigureAwait(false);
        string? seen = context.Request.Headers["Last-Event-ID"];
        long after = last;
        if (!string.IsNullOrEmpty(seen) && !long.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            return Reply.Of(new Problem(ProblemKinds.Malformed, $"Last-Event-ID is the id of an event of this stream, not '{seen}'."));
        if (!limiter.TryTake(caller.Subject))
            return Reply.Of(new Problem(ProblemKinds.RateLimited, "This caller holds as many streams as it may; close one."));
        context.Response.OnCompleted(() =>
        {
            limiter.Release(caller.Subject);
            return Task.CompletedTask;
        });
        ValueTask<bool> StillValid() => ConsolePrincipal.IsValidAsync(context.User, revocations, time, context.RequestAborted);
        return TypedResults.ServerSentEvents(FollowAsync(desk, caller, after, last, StillValid, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<ChangeResource?>> FollowAsync(
        IncidentDesk desk, Caller caller, long after, long last, Func<ValueTask<bool>> stillValid, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (after > last || last - after > MaxReplay)
        {
            yield return new SseItem<ChangeResource?>(null, "resync") { EventId = last.ToString(CultureInfo.InvariantCulture) };
            after = last;
        }

        // The first thing comes at once, so that a client knows that the stream is open.
        yield return new SseItem<ChangeResource?>(null, "heartbeat");
        while (await stillValid().ConfigureAwait(false))
        {
            Answer<IncidentHistory> answer = await desk.GetChangesAsync(caller, after, IncidentDesk.ChangesLimit, cancel).ConfigureAwait(false);
            if (!answer.IsDone(out IncidentHistory? history, out _))
                yield break;
            foreach (var row in history.Rows)
                yield return new SseItem<ChangeResource?>(ChangeResource.Of(row), "incident." + row.Change.Kind) { EventId = row.Sequence.ToString(CultureInfo.InvariantCulture) };
            if (history.Last == after && !await desk.WaitForChangeAsync(after, Heartbeat, cancel).ConfigureAwait(false))
                yield return new SseItem<ChangeResource?>(null, "heartbeat");
            else if (history.Last == after && !caller.Agency.SeesAll)
                after = await SkipAsync(desk, caller, after, cancel).ConfigureAwait(false);
            after = Math.Max(after, history.Last);
        }
    }

    /// <summary>Where an agency goes on when all that is new concerns others: their changes must not wake it again and again.</summary>
    private static async ValueTask<long> SkipAsync(IncidentDesk desk, Caller caller, long after, CancellationToken cancel)
    {
        long last = await desk.GetLastChangeAsync(cancel).ConfigureAwait(false);
        Answer<IncidentHistory> answer = await desk.GetChangesAsync(caller, after, 1, cancel).ConfigureAwait(false);
        return answer.IsDone(out IncidentHistory? history, out _) && history.Last == after ? last : after;
    }
}
