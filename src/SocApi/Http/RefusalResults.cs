using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using SocApi.Auth;
using SocApi.Problems;

namespace SocApi.Http;

/// <summary>
/// Answers who may not: 401 without a reason, 403 with the scope that is missing, as problem documents. Pages go to the
/// sign-in page instead. Who fails too often from one address is told to wait.
/// </summary>
internal sealed class RefusalResults(RefusalLimiter limiter) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _pages = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || !WantsDocument(context.Request))
        {
            await _pages.HandleAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
            return;
        }

        if (authorizeResult.Forbidden)
        {
            string? scope = policy.Requirements.OfType<ScopeRequirement>().FirstOrDefault()?.Scope;
            await ProblemResult.WriteAsync(context, Problem.Lacks(scope ?? Scopes.Any)).ConfigureAwait(false);
            return;
        }

        if (limiter.IsTooMany(context.Connection.RemoteIpAddress))
        {
            context.Response.Headers.RetryAfter = "60";
            await ProblemResult.WriteAsync(context, new Problem(ProblemKinds.RateLimited, "Too many requests without a valid token came from this address; wait a minute.")).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.WWWAuthenticate = context.Request.Headers.Authorization.Count > 0 ? "Bearer error=\"invalid_token\"" : "Bearer";
        await ProblemResult.WriteAsync(context, new Problem(ProblemKinds.Unauthenticated, "Send a valid access token: Authorization: Bearer …")).ConfigureAwait(false);
    }

    /// <summary>Programs get documents; so does everything that came with a token.</summary>
    private static bool WantsDocument(HttpRequest request) => ApiPaths.IsDocument(request.Path) || request.Headers.Authorization.Count > 0;
}
