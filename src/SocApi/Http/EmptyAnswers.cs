using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using SocApi.Problems;

namespace SocApi.Http;

/// <summary>Fills answers that the framework leaves empty (unknown route, wrong method, wrong media type) with a problem document.</summary>
internal static class EmptyAnswers
{
    public static Task FillAsync(StatusCodeContext status)
    {
        HttpContext context = status.HttpContext;
        string path = context.Request.Path.Value ?? "/";
        if (!ApiPaths.IsDocument(context.Request.Path) && context.Request.Headers.Authorization.Count == 0)
            return Task.CompletedTask;
        Problem? problem = context.Response.StatusCode switch
        {
            400 => new Problem(ProblemKinds.Malformed, "The request cannot be read as HTTP."),
            404 => Problem.NotFound("resource", path),
            405 => new Problem(ProblemKinds.MethodNotAllowed, $"'{path}' does not know {context.Request.Method}; it knows {context.Response.Headers.Allow}."),
            413 => new Problem(ProblemKinds.PayloadTooLarge, "The content is too large."),
            415 => new Problem(ProblemKinds.MediaType, $"'{context.Request.ContentType}' is not taken here; send application/json."),
            _ => null,
        };
        return problem is null ? Task.CompletedTask : ProblemResult.WriteAsync(context, problem);
    }
}
