using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SocApi.Auth;
using SocApi.Contracts;
using SocApi.Desk;
using SocApi.Http;
using SocApi.Problems;

namespace SocApi.Endpoints;

/// <summary><c>/sources</c>: log sources and how they are doing.</summary>
internal static class SourceEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/sources", ListAsync).RequireScope(Scopes.SourcesRead).WithName("ListSources").WithTags("sources").Answers<SourceListResource>();
        api.MapGet("/sources/{system}/{source}", Get).RequireScope(Scopes.SourcesRead).WithName("GetSource").WithTags("sources").Answers<SourceResource>(404);
    }

    private static async Task<IResult> ListAsync(HttpContext context, SourceDesk desk)
    {
        Answer<SourceOverview> answer = await desk.GetAsync(context.Caller(), context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, static o => new SourceListResource(
            [.. o.Sources.Select(SourceResource.Of)], o.Unclaimed, [.. o.Problems.Select(static p => p.ToString())], o.DeadLetters));
    }

    private static IResult Get(HttpContext context, SourceDesk desk, string system, string source) =>
        Reply.Of(desk.GetSource(context.Caller(), $"{system}/{source}"), SourceResource.Of);
}
