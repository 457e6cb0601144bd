using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using SocApi.Contracts;
using SocApi.Problems;

namespace SocApi.Http;

/// <summary>Writes a problem document (RFC 9457): type and detail are the same for everybody, the title speaks the client's language.</summary>
internal sealed class ProblemResult(Problem problem) : IResult, IStatusCodeHttpResult
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/problem+json";

    public int? StatusCode => problem.Kind.Status;

    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, problem);

    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        HttpResponse response = context.Response;
        response.StatusCode = problem.Kind.Status;
        response.Headers.ContentLanguage = RequestLanguage.Of(context.Request);
        Dictionary<string, object?> document = new()
        {
            ["type"] = problem.Kind.Urn,
            ["title"] = problem.Kind.Title(RequestLanguage.Of(context.Request)),
            ["status"] = problem.Kind.Status,
            ["detail"] = problem.Detail,
            ["instance"] = context.Request.Path.Value,
            ["trace_id"] = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier,
        };
        foreach ((string name, object? value) in problem.Members)
            document[name] = value;
        if (problem.Errors.Count > 0)
            document["errors"] = problem.Errors;
        if (problem.Kind == ProblemKinds.StaleVersion && problem.Members.TryGetValue("current_version", out object? version))
            response.Headers.ETag = $"\"{version}\"";
        await response.WriteAsJsonAsync(document, SocJson.Options, ContentType, context.RequestAborted).ConfigureAwait(false);
    }
}
