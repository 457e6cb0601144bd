using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SocApi.Desk;

namespace SocApi.Endpoints;

/// <summary><c>/health</c>: one word for whoever asks, without a token.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", static () => TypedResults.Text("ok")).AllowAnonymous().WithName("GetLive").WithTags("health").Produces<string>(200, "text/plain");
        endpoints.MapGet("/health/ready", ReadyAsync).AllowAnonymous().WithName("GetReady").WithTags("health").Produces<string>(200, "text/plain").Produces<string>(503, "text/plain");
    }

    private static async Task<IResult> ReadyAsync(HttpContext context, HealthDesk desk)
    {
        HealthReport report = await desk.GetAsync(context.RequestAborted).ConfigureAwait(false);
        return TypedResults.Text(report.Word, statusCode: report.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
