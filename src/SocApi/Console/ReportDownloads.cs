using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SocApi.Desk;
using SocApi.Endpoints;
using SocApi.Problems;
using SocApi.Reports;

namespace SocApi.Console;

/// <summary>Files of reports for the console: a browser's cookie counts for nothing below the API, so pages link here.</summary>
internal static class ReportDownloads
{
    /// <summary>Maps the files for whoever may see pages; the desk decides which.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/reports/{id}/files/{name}", [HttpMethods.Get, HttpMethods.Head], GetAsync).RequireAuthorization(ConsoleServices.Policy).ExcludeFromDescription();

    private static async Task<IResult> GetAsync(HttpContext context, ReportDesk desk, string id, string name) =>
        Caller.Of(context.User, ConsoleText.Language) is { } caller
        && (await desk.GetFileAsync(caller, id, name, context.RequestAborted).ConfigureAwait(false)).IsDone(out ReportFile? file, out Problem? _)
            ? ReportEndpoints.FileOf(context, file)
            : TypedResults.NotFound();
}
