using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SocApi.Problems;
using SocCore.Storage;

namespace SocApi.Http;

/// <summary>Answers what nobody caught: the log has the exception, the client a trace id and no more.</summary>
internal sealed partial class FailureAnswers(ILogger<FailureAnswers> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        if (!ApiPaths.IsDocument(httpContext.Request.Path))
            return false;
        if (exception is BadHttpRequestException bad)
        {
            ProblemKind kind = bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? ProblemKinds.PayloadTooLarge : ProblemKinds.Malformed;
            await ProblemResult.WriteAsync(httpContext, new Problem(kind, "The request cannot be read as HTTP.")).ConfigureAwait(false);
            return true;
        }

        Log.RequestFailed(log, exception, httpContext.Request.Method, httpContext.Request.Path);
        bool isStore = exception is StoreException or IOException or TimeoutException or System.Data.Common.DbException or HttpRequestException;
        if (isStore)
            httpContext.Response.Headers.RetryAfter = "10";
        Problem problem = isStore
            ? new Problem(ProblemKinds.StoreUnavailable, "The store does not answer; try again in a few seconds.")
            : new Problem(ProblemKinds.Internal, "The request failed; the log has the reason under this trace id.");
        await ProblemResult.WriteAsync(httpContext, problem).ConfigureAwait(false);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.RequestFailed, LogLevel.Error, "{Method} {Path} failed")]
        public static partial void RequestFailed(ILogger log, Exception e, string method, PathString path);
    }
}
