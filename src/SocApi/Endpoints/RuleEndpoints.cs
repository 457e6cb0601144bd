using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SocApi.Auth;
using SocApi.Contracts;
using SocApi.Desk;
using SocApi.Http;
using SocApi.Problems;

namespace SocApi.Endpoints;

/// <summary><c>/rules</c>, <c>/coverage</c> and <c>/backfill</c>: what is looked for, what was looked at, and to look again.</summary>
internal static class RuleEndpoints
{
    private static readonly Dictionary<string, string> None = [];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/rules", List).RequireScope(Scopes.RulesRead).WithName("ListRules").WithTags("rules").Answers<RuleListResource>();
        api.MapGet("/rules/{id}", Get).RequireScope(Scopes.RulesRead).WithName("GetRule").WithTags("rules").Answers<RuleResource>(404);
        api.MapGet("/coverage", CoverageAsync).RequireScope(Scopes.RulesRead).WithName("GetCoverage").WithTags("rules")
            .WithQuery("since", "Clock time at or after; left out: the last day.").WithQuery("page_size", "How many of what was not evaluated, newest first: 1 to 1000.").Answers<CoverageResource>(400, 422);
        api.MapPost("/backfill", BackfillAsync).RequireScope(Scopes.RulesDeploy).WithName("Backfill").WithTags("rules")
            .AddEndpointFilter<IdempotencyFilter>().WithHeader(RequestParameter.IdempotencyKey)
            .Accepts<BackfillBody>("application/json").Answers<BackfillResult>(400, 415, 422, 503);
    }

    private static IResult List(HttpContext context, RuleDesk desk) => Reply.Of(
        desk.Get(context.Caller()), static o => new RuleListResource([.. o.Rules.Select(RuleResource.Of)], o.Hash, [.. o.Problems.Select(static p => p.ToString())]));

    private static IResult Get(HttpContext context, RuleDesk desk, string id) => Reply.Of(desk.GetRule(context.Caller(), id), RuleResource.Of);

    private static async Task<IResult> CoverageAsync(HttpContext context, RuleDesk desk, TimeProvider time)
    {
        QueryReader query = new(context);
        DateTimeOffset since = query.Instant("since") ?? time.GetUtcNow().AddDays(-1);
        int limit = query.Number("page_size", 200);
        if (query.Problem is { } problem)
            return Reply.Of(problem);
        Answer<Coverage> answer = await desk.GetCoverageAsync(context.Caller(), since, limit, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, CoverageResource.Of);
    }

    private static async Task<IResult> BackfillAsync(HttpContext context, BackfillDesk desk)
    {
        Answer<JsonBody<BackfillBody>> read = await StrictJson.ReadAsync<BackfillBody>(context.Request, "application/json", None, context.RequestAborted).ConfigureAwait(false);
        if (!read.IsDone(out JsonBody<BackfillBody>? content, out Problem? problem))
            return Reply.Of(problem);
        Answer<BackfillResult> answer = await desk.RunAsync(context.Caller(), content.Value.From, content.Value.To, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, static result => result);
    }
}
