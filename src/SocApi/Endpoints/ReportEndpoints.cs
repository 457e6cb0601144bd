using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using SocApi.Auth;
using SocApi.Contracts;
using SocApi.Desk;
using SocApi.Http;
using SocApi.Problems;
using SocApi.Reports;
using SocApi.Reports.Rendering;
using SocCore.Storage;

namespace SocApi.Endpoints;

/// <summary><c>/reports</c>: makes, lists and hands out reports.</summary>
internal static class ReportEndpoints
{
    private static readonly Dictionary<string, string> None = [];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/reports", ListAsync).RequireScope(Scopes.ReportsRead).WithName("ListReports").WithTags("reports")
            .WithQuery("report", "Only of this kind: daily-brief, weekly-operations, source-coverage or agency-month.").WithQuery("page_size", "1 to 1000.")
            .Answers<Page<ReportResource>>(400, 422);
        api.MapPost("/reports", RunAsync).RequireScope(Scopes.ReportsRun).WithName("RunReport").WithTags("reports")
            .AddEndpointFilter<IdempotencyFilter>().WithHeader(RequestParameter.IdempotencyKey)
            .Accepts<ReportBody>("application/json").Answers<ReportResource>(400, 415, 422);
        api.MapGet("/reports/{id}", GetAsync).RequireScope(Scopes.ReportsRead).WithName("GetReport").WithTags("reports").Answers<ReportResource>(404);
        api.MapGet("/reports/{id}/files/{name}", GetFileAsync).RequireScope(Scopes.ReportsRead).WithName("GetReportFile").WithTags("reports")
            .Answers<byte[]>(404);
    }

    /// <summary>
    /// A file as an answer: never shown in place, and if a browser shows it all the same, a page without rights that may load
    /// nothing (ASVS 5.0, 3.2.1).
    /// </summary>
    public static IResult FileOf(HttpContext context, ReportFile file)
    {
        context.Response.Headers.ContentSecurityPolicy = $"{ReportStyle.Policy}; frame-ancestors 'none'; sandbox";
        EntityTagHeaderValue? tag = file.Sha256 is null ? null : new EntityTagHeaderValue($"\"{file.Sha256}\"");
        return TypedResults.Bytes(file.Content, file.Type, file.DownloadName, entityTag: tag);
    }

    private static async Task<IResult> ListAsync(HttpContext context, ReportDesk desk)
    {
        QueryReader query = new(context);
        string? report = query.Text("report");
        int limit = query.Number("page_size", 100);
        if (query.Problem is { } problem)
            return Reply.Of(problem);
        Answer<IReadOnlyList<KeptReport>> answer = await desk.ListAsync(context.Caller(), report, limit, context.RequestAborted).ConfigureAwait(false);
        return Reply.Of(answer, static list => new Page<ReportResource>([.. list.Select(ReportResource.Of)], Count: list.Count));
    }

    private static async Task<IResult> RunAsync(HttpContext context, ReportDesk desk)
    {
        Answer<JsonBody<ReportBody>> read = await StrictJson.ReadAsync<ReportBody>(context.Request, "application/json", None, context.RequestAborted).ConfigureAwait(false);
        if (!read.IsDone(out JsonBody<ReportBody>? content, out Problem? problem))
            return Reply.Of(problem);
        ReportBody body = content.Value;
        ReportRequest request = new(body.Report) { From = body.From, To = body.To, Language = body.Language, Agency = body.Agency, TimeZone = body.TimeZone };
        Answer<KeptReport> answer = await desk.RunAsync(context.Caller(), request, context.RequestAborted).ConfigureAwait(false);
        if (answer.IsDone(out KeptReport? report, out _))
        {
            context.Response.StatusCode = StatusCodes.Status201Created;
            context.Response.Headers.Location = $"/api/v1/reports/{report.Id}";
        }

        return Reply.Of(answer, ReportResource.Of);
    }

    private static async Task<IResult> GetAsync(HttpContext context, ReportDesk desk, string id) =>
        Reply.Of(await desk.GetAsync(context.Caller(), id, context.RequestAborted).ConfigureAwait(false), ReportResource.Of);

    private static async Task<IResult> GetFileAsync(HttpContext context, ReportDesk desk, string id, string name) =>
        (await desk.GetFileAsync(context.Caller(), id, name, context.RequestAborted).ConfigureAwait(false)).IsDone(out ReportFile? file, out Problem? problem) ? FileOf(context, file) : Reply.Of(problem);
}
