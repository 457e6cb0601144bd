using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using SocApi.Auth;
using SocApi.Contracts;
using SocApi.Desk;
using SocApi.Http;
using SocApi.Problems;
using SocCore.Time;

namespace SocApi.Endpoints;

/// <summary><c>/events</c>: search, histogram, top values, one event, fields.</summary>
internal static class EventEndpoints
{
    private static readonly Dictionary<string, string> None = [];

    public static void Map(RouteGroupBuilder api)
    {
        Range(api.MapGet("/events/search", SearchAsync).WithName("SearchEvents"))
            .WithQuery("page_size", "1 to 200.").WithQuery("cursor", "From next_link.").WithQuery("fields", "The only fields of the documents, divided by commas.")
            .Answers<Page<EventResource>>(400, 422);
        api.MapPost("/events/search", PostSearchAsync).RequireScope(Scopes.EventsRead).RequireRateLimiting(RequestLimits.Searches).WithName("SearchEventsByBody").WithTags("events")
            .Accepts<EventSearchBody>("application/json").Answers<EventSearchResource>(400, 415, 422);
        Range(api.MapGet("/events/histogram", HistogramAsync).WithName("GetEventHistogram"))
            .WithQuery("step", "Length of a bucket, as in 5m; left out: a fitting one.").Answers<HistogramResource>(400, 422);
        Range(api.MapGet("/events/top", TopAsync).WithName("GetTopValues"))
            .WithQuery("field", "The field.").WithQuery("limit", "1 to 100.").Answers<Page<FieldCountResource>>(400, 422);
        api.MapGet("/events/fields", Fields).RequireScope(Scopes.EventsRead).WithName("ListFields").WithTags("events")
            .WithQuery("prefix", "What the names begin with.").WithQuery("page_size", "1 to 1000.").Answers<Page<FieldResource>>(400);
        api.MapGet("/events/{id}", GetAsync).RequireScope(Scopes.EventsRead).WithName("GetEvent").WithTags("events").Answers<EventResource>(404);
    }

    private static RouteHandlerBuilder Range(RouteHandlerBuilder builder) => builder
        .RequireScope(Scopes.EventsRead).RequireRateLimiting(RequestLimits.Searches).WithTags("events")
        .WithQuery("q", "A KQL query over events: event.outcome:failure and source.ip:192.0.2.0/24.")
        .WithQuery("from", "Event time at or after; left out: a day before to.")
        .WithQuery("to", "Event time before; left out: now.");

    private static async Task<IResult> SearchAsync(HttpContext context, EventDesk desk)
    {
        QueryReader query = new(context);
        EventSearchRequest request = new()
        {
            Query = query.Text("q") ?? "",
            From = query.Instant("from"),
            To = query.Instant("to"),
            PageSize = query.Number("page_size", 50),
            Cursor = query.Text("cursor"),
            Fields = query.List("fields"),
        };
        if (query.Problem is { } problem)
            return Reply.Of(problem);
        Answer<EventList> answer = await desk.SearchAsync(context.Caller(), request, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, list => new Page<EventResource>([.. list.Events.Select(EventResource.Of)], Reply.NextLink(context.Request, list.Next)));
    }

    private static async Task<IResult> PostSearchAsync(HttpContext context, EventDesk desk)
    {
        Answer<JsonBody<EventSearchBody>> read = await StrictJson.ReadAsync<EventSearchBody>(context.Request, "application/json", None, context.RequestAborted).ConfigureAwait(false);
        if (!read.IsDone(out JsonBody<EventSearchBody>? content, out Problem? problem))
            return Reply.Of(problem);
        EventSearchBody body = content.Value;
        EventSearchRequest request = new()
        {
            Query = body.Q ?? "",
            From = body.From,
            To = body.To,
            PageSize = body.PageSize ?? 50,
            Cursor = body.Cursor,
            Fields = [.. (body.Fields ?? []).OfType<string>()],
        };
        Answer<EventList> answer = await desk.SearchAsync(context.Caller(), request, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, static list => new EventSearchResource([.. list.Events.Select(EventResource.Of)], list.Next, list.From, list.To));
    }

    private static async Task<IResult> HistogramAsync(HttpContext context, EventDesk desk)
    {
        QueryReader query = new(context);
        TimeSpan? step = null;
        if (query.Text("step") is { } text)
        {
            if (Timespans.TryParse(text, out TimeSpan span))
                step = span;
            else
                query.Refuse("step", $"'step' is a time span as in 30s, 5m, 1h, not '{text}'.");
        }

        (DateTimeOffset? from, DateTimeOffset? to) = (query.Instant("from"), query.Instant("to"));
        if (query.Problem is { } problem)
            return Reply.Of(problem);
        Answer<EventHistogram> answer = await desk.GetHistogramAsync(context.Caller(), query.Text("q") ?? "", from, to, step, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, static h => new HistogramResource(h.Step.TotalSeconds, h.Total, [.. h.Buckets.Select(static b => new BucketResource(b.Start, b.Count))]));
    }

    private static async Task<IResult> TopAsync(HttpContext context, EventDesk desk)
    {
        QueryReader query = new(context);
        (DateTimeOffset? from, DateTimeOffset? to) = (query.Instant("from"), query.Instant("to"));
        int limit = query.Number("limit", 10);
        if (query.Problem is { } problem)
            return Reply.Of(problem);
        Answer<EventTop> answer = await desk.GetTopAsync(
            context.Caller(), query.Text("q") ?? "", from, to, query.Text("field") ?? "", limit, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, static top => new Page<FieldCountResource>([.. top.Values.Select(static v => new FieldCountResource(v.Value, v.Count))]));
    }

    private static async Task<IResult> GetAsync(HttpContext context, EventDesk desk, string id)
    {
        Answer<EventView> answer = await desk.GetAsync(context.Caller(), id, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, EventResource.Of);
    }

    private static IResult Fields(HttpContext context)
    {
        QueryReader query = new(context);
        int limit = query.Number("page_size", 1_000);
        if (limit is < 1 or > 1_000)
            query.Refuse("page_size", $"page_size is 1 to 1000, not {limit}.");
        return query.Problem is { } problem
            ? Reply.Of(problem)
            : Reply.Json(new Page<FieldResource>(
                [.. EventDesk.GetFields(query.Text("prefix") ?? "", limit).Select(static f => new FieldResource(f.Name, f.Type.ToString().ToLowerInvariant(), f.IsArray, f.IsDeclared))]));
    }
}
