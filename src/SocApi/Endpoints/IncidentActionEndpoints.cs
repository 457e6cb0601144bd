using System.Text.Json;
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

/// <summary><c>/incidents/{id}</c>, to change.</summary>
internal static class IncidentActionEndpoints
{
    private const string Json = "application/json";
    private const string MergePatch = "application/merge-patch+json";

    private static readonly Dictionary<string, string> None = [];

    /// <summary>Members that exist and that a merge patch does not change.</summary>
    private static readonly Dictionary<string, string> ServerOwned = new()
    {
        ["status"] = "POST a transition",
        ["status_id"] = "POST a transition",
        ["verdict"] = "POST a transition",
        ["verdict_id"] = "POST a transition",
        ["summary"] = "POST a transition",
        ["root_cause"] = "POST a transition",
        ["hold_reason"] = "POST a transition",
        ["hold_until"] = "POST a transition",
        ["assignee"] = "PUT the assignment",
        ["resolved_by"] = "it follows from the transitions",
        ["agency"] = "an incident is moved by a transfer",
        ["involved_agencies"] = "it follows from the evidence",
        ["is_share"] = "it follows from the agency",
        ["systems"] = "it follows from the evidence",
        ["entities"] = "it follows from the evidence",
        ["evidence"] = "it follows from the detections",
        ["uid"] = "it never changes",
        ["number"] = "it never changes",
        ["version"] = "it grows with each change",
        ["class_uid"] = "it never changes",
        ["category_uid"] = "it never changes",
        ["time"] = "it never changes",
        ["start_time"] = "it follows from the evidence",
        ["end_time"] = "it follows from the evidence",
        ["modified_time"] = "it moves with each change",
        ["milestones"] = "they follow from the transitions",
        ["sla"] = "it follows from the transitions",
        ["rule"] = "it never changes",
        ["attacks"] = "they follow from the tags",
        ["alert_count"] = "it follows from the detections",
        ["event_count"] = "it follows from the detections",
        ["finding_info_list"] = "it follows from the detections",
        ["dedup_key"] = "it never changes",
        ["audit"] = "it is written by the log",
        ["links"] = "they follow from the detections",
        ["historic"] = "it follows from the evidence",
        ["title_i18n"] = "change the title",
        ["allowed_transitions"] = "it follows from the status",
        ["_links"] = "they never change",
    };

    /// <summary>Members that an incident by hand gets from the server.</summary>
    private static readonly Dictionary<string, string> ServerOwnedOnCreation =
        ServerOwned.Where(static m => m.Key is not ("agency" or "systems" or "start_time")).ToDictionary();

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/incidents", OpenAsync).RequireScope(Scopes.IncidentsWrite).WithName("PostIncident").WithTags("incidents")
            .AddEndpointFilter<IdempotencyFilter>().WithHeader(RequestParameter.IdempotencyKey)
            .Accepts<IncidentBody>(Json).Answers<IncidentResource>(400, 415, 422).Produces<IncidentResource>(StatusCodes.Status201Created);
        api.MapPatch("/incidents/{id}", PatchAsync).RequireScope(Scopes.IncidentsWrite).WithName("PatchIncident").WithTags("incidents")
            .WithHeader(RequestParameter.IfMatch).Accepts<IncidentPatch>(MergePatch).Answers<IncidentResource>(400, 404, 412, 415, 422, 428);
        api.MapPost("/incidents/{id}/transitions", TransitionAsync).RequireScope(Scopes.IncidentsWrite).WithName("PostTransition").WithTags("incidents")
            .AddEndpointFilter<IdempotencyFilter>().WithHeader(RequestParameter.IfMatch).WithHeader(RequestParameter.IdempotencyKey)
            .Accepts<TransitionBody>(Json).Answers<IncidentResource>(400, 404, 409, 412, 415, 422, 428);
        api.MapPut("/incidents/{id}/assignment", AssignAsync).RequireScope(Scopes.IncidentsWrite).WithName("PutAssignment").WithTags("incidents")
            .WithHeader(RequestParameter.IfMatch).Accepts<AssignmentBody>(Json).Answers<IncidentResource>(400, 404, 412, 415, 422, 428);
        api.MapDelete("/incidents/{id}/assignment", UnassignAsync).RequireScope(Scopes.IncidentsWrite).WithName("DeleteAssignment").WithTags("incidents")
            .WithHeader(RequestParameter.IfMatch).Answers<IncidentResource>(400, 404, 412, 428);
        api.MapPost("/incidents/{id}/comments", CommentAsync).RequireScope(Scopes.IncidentsWrite).WithName("PostComment").WithTags("incidents")
            .AddEndpointFilter<IdempotencyFilter>().WithHeader(RequestParameter.IdempotencyKey)
            .Accepts<CommentBody>(Json).Answers<IncidentResource>(400, 404, 415, 422);
    }

    private static async Task<IResult> OpenAsync(HttpContext context, IncidentDesk desk)
    {
        Answer<JsonBody<IncidentBody>> body = await StrictJson.ReadAsync<IncidentBody>(context.Request, Json, ServerOwnedOnCreation, context.RequestAborted).ConfigureAwait(false);
        Caller caller = context.Caller();
        if (!body.IsDone(out JsonBody<IncidentBody>? read, out Problem? problem) || !ReportOf(read.Value, caller).IsDone(out HandReport? report, out problem))
            return Reply.Of(problem);
        Answer<IncidentView> answer = await desk.OpenAsync(caller, report, context.RequestAborted).ConfigureAwait(false);
        if (!answer.IsDone(out IncidentView? view, out problem))
            return Reply.Of(problem);
        EntityTags.Write(context.Response, view.Incident.Version);
        context.Response.Headers.Location = $"/api/v1/incidents/{view.Incident.Uid}";
        return TypedResults.Json(IncidentResource.Of(view, caller.Language), SocJson.Options, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> PatchAsync(HttpContext context, IncidentDesk desk, string id)
    {
        if (!EntityTags.TryReadBase(context.Request, out long version, out Problem? problem))
            return Reply.Of(problem!);
        Answer<JsonBody<IncidentPatch>> body = await StrictJson.ReadAsync<IncidentPatch>(context.Request, MergePatch, ServerOwned, context.RequestAborted).ConfigureAwait(false);
        if (!body.IsDone(out JsonBody<IncidentPatch>? patch, out problem) || !EditOf(patch).IsDone(out Edit? edit, out problem))
            return Reply.Of(problem);
        return Changed(context, await desk.EditAsync(context.Caller(), id, version, edit, context.RequestAborted).ConfigureAwait(false));
    }

    private static async Task<IResult> TransitionAsync(HttpContext context, IncidentDesk desk, string id)
    {
        if (!EntityTags.TryReadBase(context.Request, out long version, out Problem? problem))
            return Reply.Of(problem!);
        Answer<JsonBody<TransitionBody>> body = await StrictJson.ReadAsync<TransitionBody>(context.Request, Json, None, context.RequestAborted).ConfigureAwait(false);
        if (!body.IsDone(out JsonBody<TransitionBody>? read, out problem) || !TransitionOf(read.Value).IsDone(out Transition? transition, out problem))
            return Reply.Of(problem);
        return Changed(context, await desk.TransitionAsync(context.Caller(), id, version, transition, context.RequestAborted).ConfigureAwait(false));
    }

    private static async Task<IResult> AssignAsync(HttpContext context, IncidentDesk desk, string id)
    {
        if (!EntityTags.TryReadBase(context.Request, out long version, out Problem? problem))
            return Reply.Of(problem!);
        Answer<JsonBody<AssignmentBody>> body = await StrictJson.ReadAsync<AssignmentBody>(context.Request, Json, None, context.RequestAborted).ConfigureAwait(false);
        if (!body.IsDone(out JsonBody<AssignmentBody>? read, out problem))
            return Reply.Of(problem);
        if (read.Value.Assignee is not { } assignee)
            return Reply.Of(Problem.Invalid("assignee", "An assignment needs an assignee; DELETE takes it away."));
        return Changed(context, await desk.AssignAsync(context.Caller(), id, version, assignee, context.RequestAborted).ConfigureAwait(false));
    }

    private static async Task<IResult> UnassignAsync(HttpContext context, IncidentDesk desk, string id) =>
        EntityTags.TryReadBase(context.Request, out long version, out Problem? problem)
            ? Changed(context, await desk.AssignAsync(context.Caller(), id, version, null, context.RequestAborted).ConfigureAwait(false))
            : Reply.Of(problem!);

    private static async Task<IResult> CommentAsync(HttpContext context, IncidentDesk desk, string id)
    {
        Answer<JsonBody<CommentBody>> body = await StrictJson.ReadAsync<CommentBody>(context.Request, Json, None, context.RequestAborted).ConfigureAwait(false);
        if (!body.IsDone(out JsonBody<CommentBody>? read, out Problem? problem))
            return Reply.Of(problem);
        return Changed(context, await desk.CommentAsync(context.Caller(), id, read.Value.Text ?? "", context.RequestAborted).ConfigureAwait(false));
    }

    private static IResult Changed(HttpContext context, Answer<IncidentView> answer)
    {
        if (answer.IsDone(out IncidentView? view, out Problem? problem))
            EntityTags.Write(context.Response, view.Incident.Version);
        return problem is null ? Reply.Json(IncidentResource.Of(view!, context.Caller().Language)) : Reply.Of(problem);
    }

    private static Answer<HandReport> ReportOf(IncidentBody body, Caller caller)
    {
        if (body.Title is null)
            return Problem.Invalid("title", "An incident needs a title.");
        if (body.SeverityId is null && body.Severity is null)
            return Problem.Invalid("severity", $"An incident needs a severity: {Captions.Choice<RuleLevel>()}.");
        IncidentPatch severity = new() { Severity = body.Severity, SeverityId = body.SeverityId };
        if (!EditOf(new JsonBody<IncidentPatch>(severity, JsonElement.Parse("{}"))).IsDone(out Edit? edit, out Problem? problem))
            return problem;
        foreach ((string member, IReadOnlyList<string>? list) in (ReadOnlySpan<(string, IReadOnlyList<string>?)>)[("systems", body.Systems), ("tags", body.Tags)])
        {
            if (list is not null && (list.Count > ActionLimits.Tags || list.Any(static t => string.IsNullOrWhiteSpace(t) || t.Length > ActionLimits.Tag)))
                return Problem.Invalid(member, $"'{member}' is a list of at most {ActionLimits.Tags} texts of 1 to {ActionLimits.Tag} characters.");
        }

        return new HandReport(
            body.Title, body.Agency ?? caller.Agency.Agency ?? AgencyScope.CitySoc, edit.Severity!.Value, body.Desc, body.StartTime, body.Systems ?? [], body.Tags ?? []);
    }

    private static Answer<Edit> EditOf(JsonBody<IncidentPatch> body)
    {
        IncidentPatch patch = body.Value;
        Dictionary<string, string[]> errors = [];
        foreach (string member in (string[])["title", "severity", "severity_id", "phase"])
        {
            if (body.IsNull(member))
                errors[member] = [$"'{member}' cannot be removed."];
        }

        RuleLevel? severity = patch.SeverityId is { } id ? (RuleLevel)id : null;
        if (patch.Severity is not null)
        {
            if (!IncidentWords.TryRead(Captions.WordOf(patch.Severity), out RuleLevel level))
                errors["severity"] = [$"There is no severity '{patch.Severity}'; there is {Captions.Choice<RuleLevel>()}."];
            else if (severity is not null && severity != level)
                errors["severity"] = ["'severity' and 'severity_id' differ; send one of them."];
            severity ??= level;
        }

        if (patch.SeverityId is not null && !Enum.IsDefined((RuleLevel)patch.SeverityId))
            errors["severity_id"] = [$"There is no severity_id {patch.SeverityId}; there is 1 to 5."];
        IncidentPhase phase = default;
        if (patch.Phase is not null && !IncidentWords.TryRead(Captions.WordOf(patch.Phase), out phase))
            errors["phase"] = [$"There is no phase '{patch.Phase}'; there is {Captions.Choice<IncidentPhase>()}."];
        if (patch.Tags?.Any(static t => t is null) == true)
            errors["tags"] = ["'tags' is a list of texts; one is null."];
        if (errors.Count > 0)
            return new Problem(ProblemKinds.Validation, string.Join(' ', errors.Values.SelectMany(static e => e))) { Errors = errors };
        return new Edit
        {
            Title = patch.Title,
            Description = body.IsNull("desc") ? "" : patch.Desc,
            Severity = severity,
            Phase = patch.Phase is null ? null : phase,
            Tags = body.IsNull("tags") ? [] : patch.Tags,
        };
    }

    private static Answer<Transition> TransitionOf(TransitionBody body)
    {
        if (!IncidentWords.TryRead(Captions.WordOf(body.To), out IncidentStatus to))
            return Problem.Invalid("to", $"'to' is one of {Captions.Choice<IncidentStatus>()}, not '{body.To}'.");
        Verdict? verdict = body.VerdictId is { } id ? (Verdict)id : null;
        if (verdict is not null && !Enum.IsDefined(verdict.Value))
            return Problem.Invalid("verdict_id", $"There is no verdict_id {body.VerdictId}; there is 0 to 10.");
        if (body.Verdict is not null)
        {
            if (!IncidentWords.TryRead(Captions.WordOf(body.Verdict), out Verdict word) || (verdict is not null && verdict != word))
                return Problem.Invalid("verdict", $"'verdict' is one of {Captions.Choice<Verdict>()} and agrees with verdict_id; it is '{body.Verdict}'.");
            verdict = word;
        }

        return new Transition(to)
        {
            Verdict = verdict,
            Summary = body.Summary,
            RootCause = body.RootCause,
            HoldReason = body.HoldReason,
            HoldUntil = body.HoldUntil,
            Reason = body.Reason,
        };
    }
}
