using Microsoft.AspNetCore.Http;
using SocApi.Problems;

namespace SocApi.Http;

/// <summary>
/// Refuses what a page of another host sends with this host's cookies: forms, and web sockets, which browsers open across
/// hosts without asking. A program that names no origin is no browser and has no cookies to misuse.
/// </summary>
internal sealed class OriginCheck(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        string? origin = request.Headers.Origin;
        bool isSafe = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !IsUpgrade(request);
        if (isSafe || string.IsNullOrEmpty(origin) || IsSameHost(origin, request.Host))
            return next(context);
        return ProblemResult.WriteAsync(context, new Problem(ProblemKinds.ForeignOrigin, $"The request comes from '{origin}', which is not this host."));
    }

    /// <summary>HTTP/1.1 says it in a header (RFC 6455 §4.1), HTTP/2 by its method (RFC 8441 §4).</summary>
    private static bool IsUpgrade(HttpRequest request) => request.Headers.Upgrade.Count > 0 || HttpMethods.IsConnect(request.Method);

    private static bool IsSameHost(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
        && string.Equals(uri.IsDefaultPort ? uri.Host : $"{uri.Host}:{uri.Port}", host.Value, StringComparison.OrdinalIgnoreCase);
}
