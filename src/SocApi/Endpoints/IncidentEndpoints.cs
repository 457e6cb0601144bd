using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SocApi.Auth;
using SocApi.Contracts;
using SocApi.Desk;
using SocApi.Http;
using SocApi.Problems;
using SocCore.Incidents;
using SocCore.Incidents.Workflow;
using SocCore.Rules;
using SocCore.Storage;

namespace SocApi.Endpoints;

/// <summary><c>/incidents</c>, to read.</summary>
internal static class IncidentEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/incidents", ListAsync).RequireScope(Scopes.IncidentsRead).WithName("ListIncidents").WithTags("incidents")
            .WithQuery("q", "A KQL query: status:(new or in_progress) and severity >= high and created > now-24h and not tags:test.")
            .WithQuery("status", "States, divided by commas.")
            .WithQuery("min_severity", "At least this bad.")
            .WithQuery("agency", "Owned by or shared with this agency.")
            .WithQuery("system", "Concerns this city system.")
            .WithQuery("rule", "Opened by this rule.")
            .WithQuery("assignee", "Assigned to this person; empty: to nobody.")
            .WithQuery("text", "Words in title, number or entities; case and Vietnamese marks do not count.")
            .WithQuery("from", "Opened at or after.")
            .WithQuery("to", "Opened before.")
            .WithQuery("sort", "created, -created, -severity or -modified.")
            .WithQuery("page_size", "1 to 200.")
            .WithQuery("cursor", "From next_link.")
            .WithQuery("count", "Whether to say how many there are in all.")
            .Answers<Page<IncidentResource>>(400, 422);
        api.MapGet("/incidents/changes", ChangesAsync).RequireScope(Scopes.IncidentsRead).WithName("ListIncidentChanges").WithTags("incidents")
            .WithQuery("cursor", "The sequence of the last change that was seen; 0 for the beginning.")
            .WithQuery("page_size", "1 to 500.")
            .Answers<Page<ChangeResource>>(400, 422);
        api.MapGet("/incidents/{id}", GetAsync).RequireScope(Scopes.IncidentsRead).WithName("GetIncident").WithTags("incidents").Answers<IncidentDetailResource>(404);
        api.MapGet("/incidents/{id}/transitions", TransitionsAsync).RequireScope(Scopes.IncidentsRead).WithName("ListTransitions").WithTags("incidents")
            .Answers<Page<StepResource>>(404);
        api.MapGet("/incidents/{id}/history", HistoryAsync).RequireScope(Scopes.IncidentsRead).WithName("GetIncidentHistory").WithTags("incidents")
            .Answers<Page<ChangeResource>>(404);
        api.MapGet("/incidents/{id}/comments", CommentsAsync).RequireScope(Scopes.IncidentsRead).WithName("ListComments").WithTags("incidents")
            .Answers<Page<CommentResource>>(404);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IncidentDesk desk)
    {
        QueryReader query = new(context);
        IncidentListRequest request = Read(query);
        bool withCount = query.Flag("count");
        if (query.Problem is { } problem)
            return Reply.Of(problem);
        Caller caller = context.Caller();
        Answer<IncidentList> answer = await desk.ListAsync(caller, request, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, list => new Page<IncidentResource>(
            [.. list.Incidents.Select(i => IncidentResource.Of(i, caller.Language))], Reply.NextLink(context.Request, list.Next), withCount ? list.Total : null));
    }

    private static async Task<IResult> GetAsync(HttpContext context, IncidentDesk desk, string id)
    {
        QueryReader query = new(context);
        if (query.Problem is { } problem)
            return Reply.Of(problem);
        Caller caller = context.Caller();
        Answer<IncidentDetail> answer = await desk.GetDetailAsync(caller, id, context.RequestAborted).ConfigureAwait(false);
        if (!answer.IsDone(out IncidentDetail? detail, out Problem? refused))
            return Reply.Of(refused);
        long version = detail.View.Incident.Version;
        EntityTags.Write(context.Response, version);
        return EntityTags.IsKnown(context.Request, version)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : Reply.Json(IncidentDetailResource.Of(detail, caller.Language));
    }

    private static async Task<IResult> TransitionsAsync(HttpContext context, IncidentDesk desk, string id)
    {
        Answer<IReadOnlyList<WorkflowStep>> answer = await desk.GetTransitionsAsync(context.Caller(), id, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, static steps => new Page<StepResource>([.. steps.Select(StepResource.Of)]));
    }

    private static async Task<IResult> HistoryAsync(HttpContext context, IncidentDesk desk, string id)
    {
        Answer<IncidentHistory> answer = await desk.GetHistoryAsync(context.Caller(), id, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, static history => new Page<ChangeResource>([.. history.Rows.Select(ChangeResource.Of)]));
    }

    private static async Task<IResult> CommentsAsync(HttpContext context, IncidentDesk desk, string id)
    {
        Answer<IncidentHistory> answer = await desk.GetCommentsAsync(context.Caller(), id, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, static history => new Page<CommentResource>([.. history.Rows.Select(CommentResource.Of)]));
    }

    private static async Task<IResult> ChangesAsync(HttpContext context, IncidentDesk desk)
    {
        QueryReader query = new(context);
        long after = query.Number("cursor", 0, long.MaxValue);
        int limit = query.Number("page_size", IncidentDesk.ChangesLimit);
        if (query.Problem is { } problem)
            return Reply.Of(problem);
        Answer<IncidentHistory> answer = await desk.GetChangesAsync(context.Caller(), after, limit, context.RequestAborted).ConfigureAwait(false);
        // A feed has no last page: the link is where to ask for what comes later.
        return Reply.Of(answer, history => new Page<ChangeResource>(
            [.. history.Rows.Select(ChangeResource.Of)], Reply.NextLink(context.Request, history.Last.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }

    private static IncidentListRequest Read(QueryReader query)
    {
        List<IncidentStatus> states = [];
        foreach (string word in query.List("status"))
        {
            if (IncidentWords.TryRead(Captions.WordOf(word), out IncidentStatus status))
                states.Add(status);
            else
                query.Refuse("status", $"There is no status '{word}'; there is {Captions.Choice<IncidentStatus>()}.");
        }

        RuleLevel? severity = null;
        if (query.Text("min_severity") is { } level)
        {
            if (IncidentWords.TryRead(Captions.WordOf(level), out RuleLevel known))
                severity = known;
            else
                query.Refuse("min_severity", $"There is no severity '{level}'; there is {Captions.Choice<RuleLevel>()}.");
        }

        return new IncidentListRequest
        {
            Query = query.Text("q"),
            Status = states,
            MinSeverity = severity,
            Agency = query.Text("agency"),
            System = query.Text("system"),
            RuleId = query.Text("rule"),
            Assignee = query.Text("assignee"),
            Text = query.Text("text"),
            From = query.Instant("from"),
            To = query.Instant("to"),
            Sort = SortOf(query),
            PageSize = query.Number("page_size", 50),
            Cursor = query.Text("cursor"),
        };
    }

    private static IncidentSort SortOf(QueryReader query)
    {
        switch (query.Text("sort"))
        {
            case null or "-created":
                return IncidentSort.CreatedDescending;
            case "created":
                return IncidentSort.CreatedAscending;
            case "-severity" or "-severity,-created":
                return IncidentSort.SeverityDescending;
            case "-modified":
                return IncidentSort.ModifiedDescending;
            default:
                query.Refuse("sort", $"sort is created, -created, -severity or -modified, not '{query.Text("sort")}'.");
                return default;
        }
    }
}
