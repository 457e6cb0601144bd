using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SocApi.Auth;
using SocApi.Contracts;
using SocApi.Desk;
using SocApi.Http;
using SocApi.Problems;
using SocCore.Storage;

namespace SocApi.Endpoints;

/// <summary><c>/dead-letters</c>: what could not be read, and again after a fix.</summary>
internal static class DeadLetterEndpoints
{
    private static readonly Dictionary<string, string> None = [];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/dead-letters", ListAsync).RequireScope(Scopes.SourcesRead).WithName("ListDeadLetters").WithTags("sources")
            .WithQuery("source", "Claimed by this source.").WithQuery("stage", "framing, decode, mapping or store.").WithQuery("reason", "Words of the reason.")
            .WithQuery("since", "Received at or after.").WithQuery("with_replayed", "Whether to list those that a replay stored.").WithQuery("page_size", "1 to 1000.")
            .Answers<Page<DeadLetterResource>>(400, 422);
        api.MapGet("/dead-letters/{id}", GetAsync).RequireScope(Scopes.SourcesRead).WithName("GetDeadLetter").WithTags("sources").Answers<DeadLetterResource>(404);
        api.MapPost("/dead-letters/replay", ReplayAsync).RequireScope(Scopes.SourcesWrite).WithName("ReplayDeadLetters").WithTags("sources")
            .AddEndpointFilter<IdempotencyFilter>().WithHeader(RequestParameter.IdempotencyKey)
            .Accepts<ReplayBody>("application/json").Answers<ReplayResult>(400, 415, 422, 503);
    }

    private static async Task<IResult> ListAsync(HttpContext context, SourceDesk desk)
    {
        QueryReader query = new(context);
        DeadLetterQuery wanted = new(
            query.Text("source"), query.Text("stage"), query.Text("reason"), query.Instant("since"), query.Flag("with_replayed"), query.Number("page_size", 100));
        if (query.Problem is { } problem)
            return Reply.Of(problem);
        Answer<DeadLetterList> answer = await desk.GetDeadLettersAsync(context.Caller(), wanted, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, static list => new Page<DeadLetterResource>([.. list.Letters.Select(DeadLetterResource.Of)], Count: list.Total));
    }

    private static async Task<IResult> GetAsync(HttpContext context, SourceDesk desk, string id)
    {
        Answer<DeadLetterView> answer = await desk.GetDeadLetterAsync(context.Caller(), id, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, DeadLetterResource.Of);
    }

    private static async Task<IResult> ReplayAsync(HttpContext context, SourceDesk desk)
    {
        Answer<JsonBody<ReplayBody>> read = await StrictJson.ReadAsync<ReplayBody>(context.Request, "application/json", None, context.RequestAborted).ConfigureAwait(false);
        if (!read.IsDone(out JsonBody<ReplayBody>? content, out Problem? problem))
            return Reply.Of(problem);
        ReplayBody body = content.Value;
        DeadLetterQuery query = new(body.Source, body.Stage, body.Reason, body.Since, WithReplayed: false, body.Limit ?? SourceDesk.MaxLetters);
        Answer<ReplayResult> answer = await desk.ReplayAsync(context.Caller(), query, body.After, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, static result => result);
    }
}
